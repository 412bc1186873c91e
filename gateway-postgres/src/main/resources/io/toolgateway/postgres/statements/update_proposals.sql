-- The compare-and-set. The clock is asked once more where a deadline decides: the process may have stood still in between.
WITH done AS (
    UPDATE ${schema}.tool_call_proposals p SET (${written}) = ROW (${sent}) FROM ${rows} AS n
    WHERE p.id = n.id AND p.version = n.expected_version AND p.fence = n.expected_fence
      AND (NOT n.before_deadline OR clock_timestamp() < p.valid_until)
    RETURNING 1
)
SELECT ${schema}.tool_call_require_all(pg_catalog.count(*), ?::bigint) FROM done
