SELECT clock_timestamp() AS now, h.number, h.hash,
       EXISTS (SELECT FROM ${schema}.tool_call_switch_changes WHERE id = ?::uuid) AS is_done
FROM (SELECT 1) AS one
LEFT JOIN (SELECT number, hash FROM ${schema}.tool_call_switch_changes ORDER BY number DESC LIMIT 1) AS h ON true
