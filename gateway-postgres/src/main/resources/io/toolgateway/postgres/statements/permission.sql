-- Found by the key alone, see load_for_insert.
SELECT p.form, p.revoked_by::text AS revoked_by, p.revoked_at, coalesce(b.amount, 0) AS taken
FROM ${schema}.tool_call_permissions p
LEFT JOIN ${schema}.tool_call_budgets b ON b.key = 'grant:' OPERATOR(pg_catalog.||) p.id::text
WHERE p.tenant_id IS NOT DISTINCT FROM ?::text::${id} AND p.id = ?::text::uuid
