-- For a sweep, all steps of some chains, and some proposals: what has to be looked at before one of theirs ends. What someone else is
-- changing is left to them.
WITH locked AS MATERIALIZED (
    SELECT ${columns} FROM ${schema}.tool_call_proposals p
    WHERE p.id IN (SELECT q.id FROM ${schema}.tool_call_proposals q WHERE q.chain_id = ANY (?::text[]::uuid[])
                   UNION SELECT pg_catalog.unnest(?::text[]::uuid[]))
    ORDER BY p.id FOR UPDATE OF p SKIP LOCKED
)
SELECT ${columns}, clock_timestamp() AS now, false AS tool_off, true AS its_turn FROM locked p
