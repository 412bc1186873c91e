-- Those that belong to no proposal, or to one that is gone.
WITH next AS MATERIALIZED (
    SELECT e.transaction, e.number FROM ${schema}.tool_call_events e
    WHERE e.transaction < ? AND (e.transaction, e.number) > (?, ?) AND e.seq IS NULL
      AND NOT EXISTS (SELECT FROM ${schema}.tool_call_proposals p WHERE p.id = e.proposal_id)
    ORDER BY e.transaction, e.number LIMIT ?
)
DELETE FROM ${schema}.tool_call_events e USING next n
WHERE e.transaction = n.transaction AND e.number = n.number AND e.seq IS NULL
RETURNING e.transaction, e.number
