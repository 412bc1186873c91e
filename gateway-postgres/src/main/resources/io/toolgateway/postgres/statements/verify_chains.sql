SELECT e.*, true AS has_proposal FROM ${schema}.tool_call_events e
WHERE e.proposal_id = ANY (?::text[]::uuid[]) AND e.seq IS NOT NULL ORDER BY e.proposal_id, e.seq, e.number
