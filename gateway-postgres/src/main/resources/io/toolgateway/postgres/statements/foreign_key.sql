SELECT c.convalidated, c.confrelid = pg_catalog.to_regclass(?::text)
FROM pg_catalog.pg_constraint c
WHERE c.conrelid = pg_catalog.to_regclass('${schema}.tool_call_proposals'::text) AND c.conname = ?::text
