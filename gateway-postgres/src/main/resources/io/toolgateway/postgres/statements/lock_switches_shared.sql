-- Taken by every insert and claim, in a statement of its own before the one that reads the switches: whoever switches a tool
-- off waits for those under way, and whoever comes later sees it.
SELECT pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('${schema}.tool_call_switches', 0::bigint))
