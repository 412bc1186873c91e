SELECT pg_advisory_xact_lock(hashtextextended('${schema}.tool_call_switches', 0))
