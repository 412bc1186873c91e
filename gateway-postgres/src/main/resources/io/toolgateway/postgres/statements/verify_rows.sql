-- The rows whose columns are not what their own values would be written as.
SELECT p.id FROM json_populate_recordset(NULL::${schema}.tool_call_proposals, ?::json) AS n
JOIN ${schema}.tool_call_proposals p ON p.id = n.id
WHERE ROW (${stored}) IS DISTINCT FROM ROW (${expected})
