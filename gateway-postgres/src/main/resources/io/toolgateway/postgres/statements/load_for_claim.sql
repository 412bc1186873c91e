WITH locked AS MATERIALIZED (
    SELECT ${columns} FROM ${schema}.tool_call_proposals p
    WHERE p.status = 'approved' AND p.lease_owner IS NULL
      AND p.tool_name = ANY (?::text[])
      AND clock_timestamp() < p.valid_until
      AND (p.next_attempt_at IS NULL OR p.next_attempt_at <= clock_timestamp())
      AND p.attempt < p.max_attempts
      AND (p.effect_state = 'none' OR p.effect_class <> 'non_idempotent')
      AND p.approved_hash = p.args_hash
      AND NOT EXISTS (SELECT FROM ${schema}.tool_call_switches s
                      WHERE s.tool_name = p.tool_name AND (s.tenant_id IS NULL OR s.tenant_id = p.tenant_id))
      AND (p.chain_index IS NULL OR p.chain_index = 0
           OR EXISTS (SELECT FROM ${schema}.tool_call_proposals q
                      WHERE q.chain_id = p.chain_id AND q.chain_index = p.chain_index - 1 AND q.status = 'executed'))
    ORDER BY p.id LIMIT ? FOR UPDATE OF p SKIP LOCKED
)
SELECT ${columns}, clock_timestamp() AS now, false AS tool_off, true AS its_turn FROM locked p
