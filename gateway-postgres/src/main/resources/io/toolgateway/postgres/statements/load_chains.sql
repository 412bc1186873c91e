-- All steps of some chains, and some proposals: what has to be looked at before one of theirs ends.
WITH locked AS MATERIALIZED (
    SELECT ${columns} FROM ${schema}.tool_call_proposals p
    WHERE p.id IN (SELECT q.id FROM ${schema}.tool_call_proposals q WHERE q.chain_id = ANY (?::text[]::uuid[])
                   UNION SELECT pg_catalog.unnest(?::text[]::uuid[]))
    ORDER BY p.id FOR UPDATE OF p
)
SELECT ${columns}, clock_timestamp() AS now,
       EXISTS (SELECT FROM ${schema}.tool_call_switches s
               WHERE s.tool_name = p.tool_name AND (s.tenant_id IS NULL OR s.tenant_id = p.tenant_id)) AS tool_off,
       true AS its_turn
FROM locked p
