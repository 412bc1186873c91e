SELECT s.sealed_to, pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint + s.shift AS latest,
       (SELECT pg_catalog.max(e.transaction) FROM ${schema}.tool_call_events e) AS last_event,
       (SELECT pg_catalog.max(z.to_transaction) FROM ${schema}.tool_call_seals z) AS last_seal
FROM (SELECT 1) AS one LEFT JOIN ${schema}.tool_call_sealing s ON true
