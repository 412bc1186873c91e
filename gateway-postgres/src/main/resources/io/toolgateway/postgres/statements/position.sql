-- How far the record has come. Which record it is: another one after a restore (the cluster, or the shift of its transactions),
-- after a fail-over (the timeline), and where the tables were made anew.
SELECT pg_catalog.concat_ws('/', (SELECT c.system_identifier FROM pg_catalog.pg_control_system() c),
           pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8),
           (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = '${schema}'), s.shift) AS record,
       pg_catalog.pg_current_snapshot()::text AS point,
       (SELECT pg_catalog.count(*) FROM (
           SELECT FROM ${schema}.tool_call_proposals p
           WHERE p.status = 'approved' AND p.lease_owner IS NULL AND clock_timestamp() < p.valid_until
             AND (p.next_attempt_at IS NULL OR p.next_attempt_at <= clock_timestamp())
             AND NOT EXISTS (SELECT FROM ${schema}.tool_call_switches o
                             WHERE o.tool_name = p.tool_name AND (o.tenant_id IS NULL OR o.tenant_id = p.tenant_id))
             AND (p.chain_index IS NULL OR p.chain_index = 0
                  OR EXISTS (SELECT FROM ${schema}.tool_call_proposals q
                             WHERE q.chain_id = p.chain_id AND q.chain_index = p.chain_index - 1 AND q.status = 'executed'))
           LIMIT 16) AS ready) AS ready
FROM ${schema}.tool_call_sealing s
