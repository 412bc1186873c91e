INSERT INTO ${schema}.tool_call_budgets (key, amount) SELECT key, 0 FROM pg_catalog.unnest(?::text[]) AS key ORDER BY key ON CONFLICT DO NOTHING
