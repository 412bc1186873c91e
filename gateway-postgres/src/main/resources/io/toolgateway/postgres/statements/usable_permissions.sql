SELECT p.form, p.revoked_by::text AS revoked_by, p.revoked_at, coalesce(b.amount, 0) AS taken
FROM ${schema}.tool_call_permissions p
LEFT JOIN ${schema}.tool_call_budgets b ON b.key = 'grant:' OPERATOR(pg_catalog.||) p.id::text
WHERE p.tenant_id = ?::text::${id} AND p.granted_to = ?::text::${id} AND p.tool_name = ?::text
    AND p.revoked_at IS NULL AND p.valid_until > clock_timestamp()
ORDER BY p.id
