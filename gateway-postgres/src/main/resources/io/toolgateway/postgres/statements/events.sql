SELECT e.tenant_id AS e_tenant_id, e.user_id AS e_user_id, e.request_id AS e_request_id, e.tool_name AS e_tool_name,
       e.type AS e_type, e.at AS e_at, e.actor AS e_actor, e.proposal_id AS e_proposal_id, e.seq AS e_seq,
       e.transition_id AS e_transition_id, e.status AS e_status, e.fence AS e_fence, e.detail AS e_detail, ${columns}
FROM ${schema}.tool_call_events e
LEFT JOIN ${schema}.tool_call_proposals p ON p.id = e.proposal_id AND e.seq IS NOT NULL
