INSERT INTO ${schema}.tool_call_inbox (id, tenant_id, roles, users, body, put_at)
VALUES (?::text::uuid, ?::text::${id}, ?::text[], ?::text[], ?::text, clock_timestamp())
ON CONFLICT (id) DO NOTHING
