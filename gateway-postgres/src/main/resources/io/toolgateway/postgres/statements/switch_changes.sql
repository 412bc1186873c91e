SELECT * FROM ${schema}.tool_call_switch_changes ORDER BY number
