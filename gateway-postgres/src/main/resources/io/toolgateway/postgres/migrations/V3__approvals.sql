-- Who has changed a call before it was approved: as final as the rest of what is proposed.
ALTER TABLE ${schema}.tool_call_proposals ADD COLUMN edited_by ${id};

DROP TRIGGER content_is_final ON ${schema}.tool_call_proposals;
CREATE TRIGGER content_is_final AFTER UPDATE OF
        id, tenant_id, triggered_by, conversation_id, tool_name, tool_args, valid_until, created_at, user_roles, user_attributes,
        service_account, ip_address, request_id, request_key, query, untrusted_content, distinct_by_call_id, call_id, summary,
        raw_call, tool_version, effect_class, destructive, max_attempts, args_exact, args_shown, args_hash, idempotency_key,
        resource_version, policy_name, policy_version, decision_rules, verdict, valid_for, reserved, chain_id, chain_index,
        chain_size, chain_ending, chain_undoable, revises, undoes, edited_by
    ON ${schema}.tool_call_proposals FOR EACH ROW
    WHEN ((OLD.id, OLD.tenant_id, OLD.triggered_by, OLD.conversation_id, OLD.tool_name, OLD.tool_args, OLD.valid_until,
            OLD.created_at, OLD.user_roles, OLD.user_attributes, OLD.service_account, OLD.ip_address, OLD.request_id,
            OLD.request_key, OLD.query, OLD.untrusted_content, OLD.distinct_by_call_id, OLD.call_id, OLD.summary, OLD.raw_call,
            OLD.tool_version, OLD.effect_class, OLD.destructive, OLD.max_attempts, OLD.args_exact, OLD.args_shown, OLD.args_hash,
            OLD.idempotency_key, OLD.resource_version, OLD.policy_name, OLD.policy_version, OLD.decision_rules, OLD.verdict,
            OLD.valid_for, OLD.reserved, OLD.chain_id, OLD.chain_index, OLD.chain_size, OLD.chain_ending, OLD.chain_undoable,
            OLD.revises, OLD.undoes, OLD.edited_by)
        IS DISTINCT FROM
          (NEW.id, NEW.tenant_id, NEW.triggered_by, NEW.conversation_id, NEW.tool_name, NEW.tool_args, NEW.valid_until,
            NEW.created_at, NEW.user_roles, NEW.user_attributes, NEW.service_account, NEW.ip_address, NEW.request_id,
            NEW.request_key, NEW.query, NEW.untrusted_content, NEW.distinct_by_call_id, NEW.call_id, NEW.summary, NEW.raw_call,
            NEW.tool_version, NEW.effect_class, NEW.destructive, NEW.max_attempts, NEW.args_exact, NEW.args_shown, NEW.args_hash,
            NEW.idempotency_key, NEW.resource_version, NEW.policy_name, NEW.policy_version, NEW.decision_rules, NEW.verdict,
            NEW.valid_for, NEW.reserved, NEW.chain_id, NEW.chain_index, NEW.chain_size, NEW.chain_ending, NEW.chain_undoable,
            NEW.revises, NEW.undoes, NEW.edited_by))
    EXECUTE FUNCTION ${schema}.tool_call_refuse('I8: what was proposed never changes', 'TG008');
