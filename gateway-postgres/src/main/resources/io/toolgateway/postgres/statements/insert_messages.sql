-- Asks, so that what is there already is not counted as missing.
WITH sent AS (
    INSERT INTO ${schema}.tool_call_outbox (id, kind, tenant_id, name, body, not_before, sent_at)
    SELECT id, kind, tenant_id, name, body, not_before, clock_timestamp()
    FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_outbox, ?::json)
    ON CONFLICT (id) DO NOTHING RETURNING number
)
SELECT count(*) FROM sent
