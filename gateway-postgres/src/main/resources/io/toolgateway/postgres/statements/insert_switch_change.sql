INSERT INTO ${schema}.tool_call_switch_changes
SELECT * FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_switch_changes, ?::json)
