-- Instead of a row for each entry: up to where nothing is new, by name and by each role. What is put at this very moment may have a lower
-- number and not be there yet, so the last minutes are left to be marked one by one.
INSERT INTO ${schema}.tool_call_inbox_marks (tenant_id, user_id, by_role, name, number)
SELECT ?::text::${id}, ?::text::${id}, way.by_role, way.name, last.number
FROM (SELECT true AS by_role, role AS name FROM pg_catalog.unnest(?::text[]) AS role UNION ALL SELECT false, '') AS way
CROSS JOIN (
    SELECT i.number FROM ${schema}.tool_call_inbox i
    WHERE i.tenant_id = ?::text::${id} AND i.put_at < clock_timestamp() - interval '5 minutes'
    ORDER BY i.number DESC LIMIT 1) AS last
ORDER BY way.by_role, way.name
ON CONFLICT (tenant_id, user_id, by_role, name) DO UPDATE SET number = EXCLUDED.number
    WHERE tool_call_inbox_marks.number < EXCLUDED.number
