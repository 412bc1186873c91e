-- The proposals that were there before a transaction, in the order of their first events.
SELECT e.transaction, e.number, e.proposal_id AS id, p.chain_id, p.tenant_id,
       ${schema}.tool_call_stays(p, h.removed_to) AS stays,
       (SELECT pg_catalog.count(*) FROM ${schema}.tool_call_events x
        WHERE x.proposal_id = e.proposal_id AND x.transaction < h.removed_to) AS events
FROM (SELECT ?::bigint AS removed_to) AS h
JOIN ${schema}.tool_call_events e ON e.transaction < h.removed_to
JOIN ${schema}.tool_call_proposals p ON p.id = e.proposal_id
WHERE e.seq = 1 AND (e.transaction, e.number) > (?, ?)
ORDER BY e.transaction, e.number LIMIT ?
