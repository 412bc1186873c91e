SELECT tenant_id, transaction, number, hash FROM ${schema}.tool_call_events
WHERE transaction >= ? AND transaction < ? ORDER BY transaction, number
