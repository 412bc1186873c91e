DELETE FROM ${schema}.tool_call_events e WHERE e.proposal_id = ANY (?::text[]::uuid[]) AND e.transaction < ?
