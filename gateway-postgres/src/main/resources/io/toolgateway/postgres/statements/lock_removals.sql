SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('${schema}.tool_call_removals', 0::bigint))
