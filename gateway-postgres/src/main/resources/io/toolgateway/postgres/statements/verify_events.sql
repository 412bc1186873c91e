-- Not EXISTS, for which the planner may read all proposals once for each page.
SELECT e.*, e.proposal_id IS NULL OR (
    SELECT p.tenant_id = e.tenant_id FROM ${schema}.tool_call_proposals p WHERE p.id = e.proposal_id) IS TRUE AS has_proposal
FROM ${schema}.tool_call_events e
