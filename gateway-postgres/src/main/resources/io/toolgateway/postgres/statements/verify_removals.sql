SELECT coalesce((SELECT s.sealed_to FROM ${schema}.tool_call_sealing s), 0) AS sealed_to, r.*
FROM ${schema}.tool_call_removals r ORDER BY r.number
