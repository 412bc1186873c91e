INSERT INTO ${schema}.tool_call_seals SELECT * FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_seals, ?::json)
