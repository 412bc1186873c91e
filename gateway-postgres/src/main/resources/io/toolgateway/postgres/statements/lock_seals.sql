-- One host seals at a time; the others have nothing to wait for.
SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended('${schema}.tool_call_seals', 0::bigint))
