WITH due AS MATERIALIZED (
    SELECT number FROM ${schema}.tool_call_outbox
    WHERE tenant_id = ?::text::${id} AND kind = ?::text AND name = ?::text AND not_before <= clock_timestamp()
    ORDER BY not_before, number LIMIT ? FOR UPDATE SKIP LOCKED
)
UPDATE ${schema}.tool_call_outbox o
SET not_before = clock_timestamp() + pg_catalog.make_interval(secs => ?::double precision), attempts = o.attempts + 1
FROM due WHERE o.number = due.number
RETURNING o.number, o.id, o.kind, o.tenant_id::text AS tenant_id, o.name, o.body, o.attempts
