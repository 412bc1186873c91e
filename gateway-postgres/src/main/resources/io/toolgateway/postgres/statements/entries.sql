WITH reader AS MATERIALIZED (
    SELECT ?::text::${id} AS tenant_id, ?::text::${id} AS user_id, ?::text AS name, ?::text[] AS roles,
        clock_timestamp() - pg_catalog.make_interval(secs => ?::double precision) AS oldest),
marks AS MATERIALIZED (
    SELECT m.by_role, m.name, m.number FROM ${schema}.tool_call_inbox_marks m
    WHERE m.tenant_id = (SELECT tenant_id FROM reader) AND m.user_id = (SELECT user_id FROM reader))
SELECT i.number, i.id, i.tenant_id::text AS tenant_id, i.roles, i.users, i.body, i.put_at,
    i.number <= COALESCE((SELECT max(m.number) FROM marks m
        WHERE CASE WHEN m.by_role THEN m.name = ANY (i.roles) ELSE (SELECT name FROM reader) = ANY (i.users) END), 0)
        OR (SELECT r.number FROM ${schema}.tool_call_inbox_reads r
            WHERE r.number = i.number AND r.user_id = (SELECT user_id FROM reader)) IS NOT NULL AS is_read
FROM ${schema}.tool_call_inbox i
WHERE i.tenant_id = (SELECT tenant_id FROM reader)
    AND ((SELECT name FROM reader) = ANY (i.users) OR i.roles && (SELECT roles FROM reader))
    AND i.put_at >= (SELECT oldest FROM reader)
    AND i.number < ?
ORDER BY i.number DESC LIMIT ?
