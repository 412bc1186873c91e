-- Every event there was: of those that were removed what their seal needs. Not EXISTS, for which the planner may read all
-- proposals once for each page.
SELECT e.* FROM (
    SELECT s.transaction, s.number, s.tenant_id, s.hash, s.user_id, s.request_id, s.tool_name, s.type, s.at, s.actor,
           s.proposal_id, s.seq, s.transition_id, s.status, s.fence, s.detail, s.previous_hash,
           s.proposal_id IS NULL OR (
               SELECT p.tenant_id = s.tenant_id FROM ${schema}.tool_call_proposals p WHERE p.id = s.proposal_id) IS TRUE AS has_proposal,
           false AS is_removed
    FROM ${schema}.tool_call_events s
    UNION ALL
    SELECT r.transaction, r.number, r.tenant_id, r.hash, NULL::${id}, NULL::text, NULL::text, NULL::text, NULL::timestamptz, NULL::text,
           NULL::uuid, NULL::bigint, NULL::uuid, NULL::text, NULL::bigint, NULL::text, NULL::text, true, true
    FROM ${schema}.tool_call_removed_events r) AS e
