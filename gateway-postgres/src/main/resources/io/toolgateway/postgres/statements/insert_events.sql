INSERT INTO ${schema}.tool_call_events (tenant_id, user_id, request_id, tool_name, type, at, actor, proposal_id, seq,
    transition_id, status, fence, detail, previous_hash, hash)
SELECT tenant_id, user_id, request_id, tool_name, type, at, actor, proposal_id, seq,
    transition_id, status, fence, detail, previous_hash, hash
FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_events, ?::json)
