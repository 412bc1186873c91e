-- The rows whose columns are not what their own values would be written as.
SELECT p.id, ROW (${stored_content}) IS DISTINCT FROM ROW (${expected_content}) AS is_content
FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_proposals, ?::json) AS n
JOIN ${schema}.tool_call_proposals p ON p.id = n.id
WHERE ROW (${stored_content}) IS DISTINCT FROM ROW (${expected_content})
   OR ROW (${stored_state}) IS DISTINCT FROM ROW (${new_state})
