INSERT INTO ${schema}.tool_call_permissions (id, tenant_id, granted_to, tool_name, form, valid_until)
VALUES (?::text::uuid, ?::text::${id}, ?::text::${id}, ?, ?, ?::text::timestamptz)
ON CONFLICT (id) DO NOTHING
