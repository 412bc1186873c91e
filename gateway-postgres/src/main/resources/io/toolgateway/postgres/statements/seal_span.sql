-- Whatever began before the oldest transaction that still runs has ended: no event of it can come later.
WITH sealing AS (
    SELECT sealed_to, pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint + shift AS complete FROM ${schema}.tool_call_sealing
)
SELECT s.sealed_to, s.complete, clock_timestamp() AS now,
       (SELECT greatest(e.transaction, s.sealed_to + 1) FROM ${schema}.tool_call_events e
        WHERE e.transaction >= (SELECT sealed_to FROM sealing) AND e.transaction < (SELECT complete FROM sealing)
        ORDER BY e.transaction, e.number OFFSET ? LIMIT 1) AS enough
FROM sealing s
WHERE EXISTS (SELECT FROM ${schema}.tool_call_events e
              WHERE e.transaction >= (SELECT sealed_to FROM sealing) AND e.transaction < (SELECT complete FROM sealing))
