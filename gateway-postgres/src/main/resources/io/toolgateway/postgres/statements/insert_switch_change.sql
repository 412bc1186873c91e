INSERT INTO ${schema}.tool_call_switch_changes
SELECT * FROM json_populate_recordset(NULL::${schema}.tool_call_switch_changes, ?::json)
