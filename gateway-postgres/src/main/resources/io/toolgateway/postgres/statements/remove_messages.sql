-- Found by the key alone, see load_for_insert.
DELETE FROM ${schema}.tool_call_outbox WHERE tenant_id IS NOT DISTINCT FROM ?::text::${id} AND id = ANY (?::text[]::uuid[])
