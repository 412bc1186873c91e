-- Past the deadline; held by a dead worker; behind a step that did not succeed. What someone else is changing is left to them.
WITH due AS (
    (SELECT p.id FROM ${schema}.tool_call_proposals p
     WHERE p.status IN ('pending', 'approved') AND p.lease_owner IS NULL AND p.valid_until <= clock_timestamp()
     ORDER BY p.valid_until LIMIT ?)
    UNION
    (SELECT p.id FROM ${schema}.tool_call_proposals p
     WHERE p.lease_owner IS NOT NULL AND p.lease_until < clock_timestamp() - pg_catalog.make_interval(secs => ?::double precision)
     ORDER BY p.lease_until LIMIT ?)
    UNION
    (SELECT p.id FROM ${schema}.tool_call_proposals p
     WHERE p.status = 'approved' AND p.lease_owner IS NULL AND p.chain_index > 0
       AND EXISTS (SELECT FROM ${schema}.tool_call_proposals q
                   WHERE q.chain_id = p.chain_id AND q.chain_index < p.chain_index
                     AND q.status IN ('rejected', 'expired', 'failed'))
     LIMIT ?)
), locked AS MATERIALIZED (
    SELECT ${columns} FROM ${schema}.tool_call_proposals p
    WHERE p.id IN (SELECT id FROM due) ORDER BY p.id LIMIT ? FOR UPDATE OF p SKIP LOCKED
)
SELECT ${columns}, clock_timestamp() AS now,
       EXISTS (SELECT FROM ${schema}.tool_call_switches s
               WHERE s.tool_name = p.tool_name AND (s.tenant_id IS NULL OR s.tenant_id = p.tenant_id)) AS tool_off,
       p.chain_index IS NULL OR NOT EXISTS (
           SELECT FROM ${schema}.tool_call_proposals q
           WHERE q.chain_id = p.chain_id AND q.chain_index < p.chain_index
             AND q.status IN ('rejected', 'expired', 'failed')) AS its_turn
FROM locked p
