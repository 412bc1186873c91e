-- Whether events come from transactions that this cluster has not come to: it is younger than the one they were written in.
SELECT greatest(s.sealed_to, (SELECT pg_catalog.max(e.transaction) + 1 FROM ${schema}.tool_call_events e))
    > pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint + s.shift
FROM ${schema}.tool_call_sealing s
