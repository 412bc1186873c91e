UPDATE ${schema}.tool_call_permissions SET revoked_by = ?::text::${id}, revoked_at = clock_timestamp()
WHERE tenant_id IS NOT DISTINCT FROM ?::text::${id} AND id = ?::text::uuid AND revoked_at IS NULL
