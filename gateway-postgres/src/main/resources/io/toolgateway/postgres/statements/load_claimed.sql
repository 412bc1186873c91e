-- After a claim whose commit was not answered: what it took, if it took anything.
SELECT ${columns}, clock_timestamp() AS now, false AS tool_off, true AS its_turn
FROM ${schema}.tool_call_proposals p
WHERE p.lease_owner = ?::text AND p.last_transition_id = ?::uuid ORDER BY p.id
