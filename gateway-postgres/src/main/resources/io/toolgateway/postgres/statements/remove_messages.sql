DELETE FROM ${schema}.tool_call_outbox WHERE tenant_id = ?::text::${id} AND id = ANY (?::text[]::uuid[])
