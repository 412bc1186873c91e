INSERT INTO ${schema}.tool_call_switches (tool_name, tenant_id, off_by, at) VALUES (?, ?::text::${id}, ?, clock_timestamp())
