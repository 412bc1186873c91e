INSERT INTO ${schema}.tool_call_proposals (${content}, ${state})
SELECT ${content}, ${state} FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_proposals, ?::json)
ON CONFLICT DO NOTHING
