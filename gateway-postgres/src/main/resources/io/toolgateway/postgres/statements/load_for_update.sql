-- The time is read after the locks are held.
WITH locked AS MATERIALIZED (
    SELECT ${columns} FROM ${schema}.tool_call_proposals p WHERE p.id = ANY (?::text[]::uuid[]) ORDER BY p.id FOR UPDATE
)
SELECT ${columns}, clock_timestamp() AS now,
       EXISTS (SELECT FROM ${schema}.tool_call_switches s
               WHERE s.tool_name = p.tool_name AND (s.tenant_id IS NULL OR s.tenant_id = p.tenant_id)) AS tool_off,
       p.chain_index IS NULL OR p.chain_index = 0
           OR EXISTS (SELECT FROM ${schema}.tool_call_proposals q
                      WHERE q.chain_id = p.chain_id AND q.chain_index = p.chain_index - 1 AND q.status = 'executed') AS its_turn
FROM locked p
