-- Taken by every claim, in a statement of its own before the one that reads: who asks again what a claim took, since it was not
-- answered, waits for its commit if that is under way still.
SELECT pg_catalog.count(pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('${schema}.claim.' || c.id, 0::bigint)))
FROM pg_catalog.unnest(?::text[]) AS c (id)
