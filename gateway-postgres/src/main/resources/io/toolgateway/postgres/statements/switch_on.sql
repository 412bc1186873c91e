DELETE FROM ${schema}.tool_call_switches WHERE tool_name = ?::text AND tenant_id IS NOT DISTINCT FROM ?::text::${id}
