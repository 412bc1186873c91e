INSERT INTO ${schema}.tool_call_removals
SELECT * FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_removals, ?::json)
