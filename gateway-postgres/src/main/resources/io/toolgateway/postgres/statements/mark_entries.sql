-- Only what is for this person and not marked; all of it where no ids are given.
WITH reader AS MATERIALIZED (
    SELECT ?::text::${id} AS tenant_id, ?::text::${id} AS user_id, ?::text AS name, ?::text[] AS roles,
        clock_timestamp() - pg_catalog.make_interval(secs => ?::double precision) AS oldest),
marks AS MATERIALIZED (
    SELECT m.by_role, m.name, m.number FROM ${schema}.tool_call_inbox_marks m
    WHERE m.tenant_id = (SELECT tenant_id FROM reader) AND m.user_id = (SELECT user_id FROM reader)),
-- Up to here nothing is new, whichever way it came.
lowest AS MATERIALIZED (
    SELECT CASE WHEN count(*) = 1 + (SELECT pg_catalog.cardinality(roles) FROM reader) THEN min(m.number) ELSE 0 END AS number
    FROM marks m WHERE NOT m.by_role OR m.name = ANY ((SELECT roles FROM reader)::text[]))
INSERT INTO ${schema}.tool_call_inbox_reads (number, user_id)
SELECT i.number, (SELECT user_id FROM reader) FROM ${schema}.tool_call_inbox i
WHERE i.tenant_id = (SELECT tenant_id FROM reader)
    AND ((SELECT name FROM reader) = ANY (i.users) OR i.roles && (SELECT roles FROM reader))
    AND i.put_at >= (SELECT oldest FROM reader)
    AND i.number > (SELECT number FROM lowest)
    AND (?::text[] IS NULL OR i.id = ANY (?::text[]::uuid[]))
ON CONFLICT DO NOTHING
