-- What a live view shows of proposals, after a version of each.
SELECT p.id, p.tenant_id, p.tool_name, coalesce(p.args_shown, p.args_exact) AS arguments, p.triggered_by, p.conversation_id,
       p.request_id, p.created_at, p.valid_until, e.seq AS version, e.status
FROM unnest(:ids::uuid[], :versions::bigint[]) AS k (id, version)
JOIN ${schema}.tool_call_proposals p ON p.id = k.id AND p.verdict OPERATOR(pg_catalog.->>) 'kind' = 'require_approval'
JOIN ${schema}.tool_call_events e ON e.proposal_id = k.id AND e.seq > k.version
ORDER BY p.id, e.seq
