-- Those of several callers, each of its tenant. Found by the key alone, see load_for_insert.
SELECT ${columns} FROM unnest(?::text[]::uuid[], ?::text[]::${id}[]) AS k (id, tenant)
JOIN ${schema}.tool_call_proposals p ON p.id = k.id AND p.tenant_id IS NOT DISTINCT FROM k.tenant
