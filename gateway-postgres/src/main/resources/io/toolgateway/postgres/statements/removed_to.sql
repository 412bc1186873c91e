SELECT coalesce(pg_catalog.max(removed_to), 0) FROM ${schema}.tool_call_removals
