-- All that a store needs. Not: UPDATE, DELETE or TRUNCATE of events, seals and changes of switches, a change of what was proposed, DDL.
REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role};
GRANT USAGE ON SCHEMA ${schema} TO ${role};
GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};
GRANT EXECUTE ON FUNCTION ${schema}.tool_call_require_all(bigint, bigint) TO ${role};
GRANT INSERT ON ${schema}.tool_call_proposals TO ${role};
GRANT UPDATE (${state}) ON ${schema}.tool_call_proposals TO ${role};
-- Not number and transaction: those are the database's to give.
GRANT INSERT (tenant_id, user_id, request_id, tool_name, type, at, actor, proposal_id, seq, transition_id, status, fence,
    detail, previous_hash, hash) ON ${schema}.tool_call_events TO ${role};
GRANT INSERT ON ${schema}.tool_call_seals, ${schema}.tool_call_votes, ${schema}.tool_call_switch_changes TO ${role};
GRANT UPDATE (sealed_to) ON ${schema}.tool_call_sealing TO ${role};
GRANT INSERT, UPDATE (amount), DELETE ON ${schema}.tool_call_budgets TO ${role};
GRANT INSERT, UPDATE (revoked_by, revoked_at) ON ${schema}.tool_call_permissions TO ${role};
GRANT INSERT, UPDATE (not_before, attempts), DELETE ON ${schema}.tool_call_outbox TO ${role};
GRANT INSERT (id, tenant_id, roles, users, body, put_at), DELETE ON ${schema}.tool_call_inbox TO ${role};
GRANT INSERT ON ${schema}.tool_call_inbox_reads TO ${role};
GRANT INSERT, UPDATE (number) ON ${schema}.tool_call_inbox_marks TO ${role};
GRANT INSERT, DELETE ON ${schema}.tool_call_switches TO ${role};
