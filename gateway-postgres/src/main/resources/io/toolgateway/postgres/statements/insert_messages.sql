INSERT INTO ${schema}.tool_call_outbox (id, topic, body, not_before)
SELECT id, topic, body, not_before FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_outbox, ?::json)
