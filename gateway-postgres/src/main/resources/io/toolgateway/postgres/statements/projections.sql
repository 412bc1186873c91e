-- What a live view shows of proposals, as they stand.
SELECT p.id, p.tenant_id, p.tool_name, coalesce(p.args_shown, p.args_exact) AS arguments, p.triggered_by, p.conversation_id,
       p.request_id, p.created_at, p.valid_until, p.version, p.status
FROM ${schema}.tool_call_proposals p
WHERE p.verdict OPERATOR(pg_catalog.->>) 'kind' = 'require_approval'
