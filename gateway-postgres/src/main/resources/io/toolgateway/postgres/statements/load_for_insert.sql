-- One row at least: the time, what is switched off, and what is stored under the keys. Found by the key alone: for an empty
-- table the planner takes any index on a tenant or a user for as good, and keeps to it until the first ANALYZE.
SELECT clock_timestamp() AS now,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(s.tool_name, s.tenant_id)) FROM ${schema}.tool_call_switches s) AS switches,
       ${columns}
FROM (SELECT 1) AS one
LEFT JOIN (
    unnest(?::text[]::${id}[], ?::text[]::${id}[], ?::text[]) AS k (tenant, caller, key)
    JOIN ${schema}.tool_call_proposals p
        ON p.idempotency_key = k.key AND p.tenant_id IS NOT DISTINCT FROM k.tenant AND p.triggered_by IS NOT DISTINCT FROM k.caller
) ON true
