UPDATE ${schema}.tool_call_outbox
SET not_before = clock_timestamp() + pg_catalog.make_interval(secs => ?::double precision)
WHERE tenant_id = ?::text::${id} AND id = ?::text::uuid
