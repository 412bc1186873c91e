-- All of them or none: a key that somebody else has taken meanwhile is looked for again.
WITH done AS (
    INSERT INTO ${schema}.tool_call_proposals (${written}) SELECT ${sent} FROM ${rows} AS n
    ON CONFLICT DO NOTHING RETURNING 1
)
SELECT ${schema}.tool_call_require_all(pg_catalog.count(*), ?::bigint) FROM done
