SELECT tool_name, tenant_id, off_by FROM ${schema}.tool_call_switches
