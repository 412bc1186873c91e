INSERT INTO ${schema}.tool_call_budgets (key, amount, ends_at)
SELECT n.key, 0, nullif(n.ends_at, '')::timestamptz
FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) AS n (key, ends_at) ORDER BY n.key
ON CONFLICT DO NOTHING
