SELECT DISTINCT tenant_id FROM ${schema}.tool_call_seals
