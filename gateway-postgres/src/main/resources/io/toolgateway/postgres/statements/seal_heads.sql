SELECT s.* FROM pg_catalog.unnest(?::text[]::${id}[]) AS t (tenant_id)
CROSS JOIN LATERAL (
    SELECT * FROM ${schema}.tool_call_seals s WHERE s.tenant_id = t.tenant_id ORDER BY s.number DESC LIMIT 1) AS s
