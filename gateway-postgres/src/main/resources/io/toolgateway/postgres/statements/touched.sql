-- Transitions of proposals that people were asked about, in a span of transactions and behind a place in it.
SELECT e.transaction, e.number, e.tenant_id, e.proposal_id, e.seq
FROM ${schema}.tool_call_events e
JOIN ${schema}.tool_call_proposals p ON p.id = e.proposal_id AND p.verdict OPERATOR(pg_catalog.->>) 'kind' = 'require_approval'
WHERE e.transaction >= :from + (SELECT s.shift FROM ${schema}.tool_call_sealing s)
  AND e.transaction < :to + (SELECT s.shift FROM ${schema}.tool_call_sealing s)
  AND (e.transaction, e.number) > (:transaction, :number) AND e.seq IS NOT NULL
ORDER BY e.transaction, e.number LIMIT :limit
