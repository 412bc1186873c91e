-- The compare-and-set. The clock is asked once more where a deadline decides: the process may have stood still in between.
UPDATE ${schema}.tool_call_proposals p SET (${state}) = ROW (${new_state})
FROM pg_catalog.json_to_recordset(?::json) AS n (
    id uuid, expected_version bigint, expected_fence bigint, before_deadline boolean,
    status text, reviewed_by ${id}, reviewed_at timestamptz, executed_at timestamptz, execution_result jsonb, version bigint,
    last_transition_id uuid, reason_code text, stages jsonb, votes jsonb, approved_hash text, decided_by text, review_note text,
    effect_state text, effect_before text, attempt integer, fence bigint, lease_owner text, lease_until timestamptz,
    next_attempt_at timestamptz, execution_error text, execution_time_ms numeric, token_usage bigint, cost numeric,
    resolution jsonb, event_hash text)
WHERE p.id = n.id AND p.version = n.expected_version AND p.fence = n.expected_fence
  AND (NOT n.before_deadline OR clock_timestamp() < p.valid_until)
