SELECT e.*, e.proposal_id IS NULL OR EXISTS (
    SELECT FROM ${schema}.tool_call_proposals p WHERE p.id = e.proposal_id AND p.tenant_id = e.tenant_id) AS has_proposal
FROM ${schema}.tool_call_events e
