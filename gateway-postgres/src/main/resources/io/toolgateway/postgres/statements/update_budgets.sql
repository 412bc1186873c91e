WITH done AS (
    UPDATE ${schema}.tool_call_budgets b SET amount = n.amount
    FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_budgets, ?::json) AS n WHERE b.key = n.key
    RETURNING 1
)
SELECT ${schema}.tool_call_require_all(pg_catalog.count(*), ?::bigint) FROM done
