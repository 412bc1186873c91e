-- Some rows and, of those that may end, what has to be looked at then: all steps of chains that may not stay half done, and what
-- undos undo. All are locked in one order and before anything else, so that two who end two steps of one chain never wait for each
-- other: which rows they are never changes. The time is read after the locks are held.
WITH locked AS MATERIALIZED (
    SELECT ${columns} FROM ${schema}.tool_call_proposals p
    WHERE p.id IN (SELECT pg_catalog.unnest(?::text[]::uuid[])
                   UNION
                   SELECT q.id FROM ${schema}.tool_call_proposals e
                   CROSS JOIN LATERAL (SELECT s.id FROM ${schema}.tool_call_proposals s
                                       WHERE s.chain_id = e.chain_id AND e.chain_ending <> 'partial'
                                       UNION ALL SELECT e.undoes) AS q
                   WHERE e.id = ANY (?::text[]::uuid[]) AND e.chain_id IS NOT NULL)
    ORDER BY p.id FOR UPDATE OF p
)
SELECT ${columns}, clock_timestamp() AS now,
       EXISTS (SELECT FROM ${schema}.tool_call_switches s
               WHERE s.tool_name = p.tool_name AND (s.tenant_id IS NULL OR s.tenant_id = p.tenant_id)) AS tool_off,
       p.chain_index IS NULL OR p.chain_index = 0
           OR EXISTS (SELECT FROM ${schema}.tool_call_proposals q
                      WHERE q.chain_id = p.chain_id AND q.chain_index = p.chain_index - 1 AND q.status = 'executed') AS its_turn
FROM locked p
