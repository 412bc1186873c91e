-- One row at least: the time, what is switched off, and what is stored under the keys.
SELECT clock_timestamp() AS now,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(s.tool_name, s.tenant_id)) FROM ${schema}.tool_call_switches s) AS switches,
       ${columns}
FROM (SELECT 1) AS one
LEFT JOIN (
    unnest(?::text[]::${id}[], ?::text[]::${id}[], ?::text[]) AS k (tenant, caller, key)
    JOIN ${schema}.tool_call_proposals p
        ON p.tenant_id = k.tenant AND p.triggered_by = k.caller AND p.idempotency_key = k.key
) ON true
