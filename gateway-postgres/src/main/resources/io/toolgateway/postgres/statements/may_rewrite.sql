SELECT pg_catalog.has_table_privilege('${schema}.tool_call_events'::text, 'UPDATE, DELETE, TRUNCATE'::text)
