-- Found by the key alone, see load_for_insert.
UPDATE ${schema}.tool_call_outbox
SET not_before = clock_timestamp() + pg_catalog.make_interval(secs => ?::double precision)
WHERE tenant_id IS NOT DISTINCT FROM ?::text::${id} AND id = ?::text::uuid
