INSERT INTO ${schema}.tool_call_budgets AS b (key, amount) VALUES (?, ?::text::numeric)
ON CONFLICT (key) DO UPDATE SET amount = b.amount OPERATOR(pg_catalog.+) excluded.amount
