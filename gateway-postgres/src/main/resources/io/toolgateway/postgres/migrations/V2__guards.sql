-- The state machine a second time, below the application (PROTOCOL 2.3). After the update, so that generated columns are not
-- made anew for each; with the rules in WHEN, so that a legal change calls nothing.
CREATE FUNCTION ${schema}.tool_call_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = TG_ARGV[1], TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER content_is_final AFTER UPDATE OF
        id, tenant_id, triggered_by, conversation_id, tool_name, tool_args, valid_until, created_at, user_roles, user_attributes,
        service_account, ip_address, request_id, request_key, query, untrusted_content, distinct_by_call_id, call_id, summary,
        raw_call, tool_version, effect_class, destructive, max_attempts, args_exact, args_shown, args_hash, idempotency_key,
        resource_version, policy_name, policy_version, decision_rules, verdict, valid_for, reserved, chain_id, chain_index,
        chain_size, chain_ending, chain_undoable, revises, undoes
    ON ${schema}.tool_call_proposals FOR EACH ROW
    WHEN ((OLD.id, OLD.tenant_id, OLD.triggered_by, OLD.conversation_id, OLD.tool_name, OLD.tool_args, OLD.valid_until,
            OLD.created_at, OLD.user_roles, OLD.user_attributes, OLD.service_account, OLD.ip_address, OLD.request_id,
            OLD.request_key, OLD.query, OLD.untrusted_content, OLD.distinct_by_call_id, OLD.call_id, OLD.summary, OLD.raw_call,
            OLD.tool_version, OLD.effect_class, OLD.destructive, OLD.max_attempts, OLD.args_exact, OLD.args_shown, OLD.args_hash,
            OLD.idempotency_key, OLD.resource_version, OLD.policy_name, OLD.policy_version, OLD.decision_rules, OLD.verdict,
            OLD.valid_for, OLD.reserved, OLD.chain_id, OLD.chain_index, OLD.chain_size, OLD.chain_ending, OLD.chain_undoable,
            OLD.revises, OLD.undoes)
        IS DISTINCT FROM
          (NEW.id, NEW.tenant_id, NEW.triggered_by, NEW.conversation_id, NEW.tool_name, NEW.tool_args, NEW.valid_until,
            NEW.created_at, NEW.user_roles, NEW.user_attributes, NEW.service_account, NEW.ip_address, NEW.request_id,
            NEW.request_key, NEW.query, NEW.untrusted_content, NEW.distinct_by_call_id, NEW.call_id, NEW.summary, NEW.raw_call,
            NEW.tool_version, NEW.effect_class, NEW.destructive, NEW.max_attempts, NEW.args_exact, NEW.args_shown, NEW.args_hash,
            NEW.idempotency_key, NEW.resource_version, NEW.policy_name, NEW.policy_version, NEW.decision_rules, NEW.verdict,
            NEW.valid_for, NEW.reserved, NEW.chain_id, NEW.chain_index, NEW.chain_size, NEW.chain_ending, NEW.chain_undoable,
            NEW.revises, NEW.undoes))
    EXECUTE FUNCTION ${schema}.tool_call_refuse('I8: what was proposed never changes', 'TG008');

CREATE TRIGGER only_legal_moves AFTER UPDATE ON ${schema}.tool_call_proposals FOR EACH ROW
    WHEN (
        -- Nothing leaves a final status; what was pending is approved before it runs.
        (OLD.status <> NEW.status AND NOT (
            (OLD.status = 'pending' AND NEW.status IN ('approved', 'rejected', 'expired'))
            OR (OLD.status = 'approved' AND NEW.status IN ('executed', 'expired', 'failed'))))
        OR (OLD.status <> NEW.status AND NEW.version = OLD.version)
        OR NEW.version < OLD.version
        OR NEW.fence < OLD.fence
        OR (OLD.lease_owner IS NULL AND NEW.lease_owner IS NOT NULL AND NEW.fence = OLD.fence)
        OR (OLD.status = 'pending' AND NEW.status = 'approved' AND NEW.reviewed_at >= OLD.valid_until)
        OR (OLD.approved_hash IS NOT NULL AND NEW.approved_hash IS DISTINCT FROM OLD.approved_hash)
        OR (NEW.status = 'executed' AND OLD.status <> 'executed' AND OLD.lease_owner IS NULL))
    EXECUTE FUNCTION ${schema}.tool_call_refuse('I4: no such move', 'TG004');

-- Ends a transaction whose rows are not as they were read; whoever made it tries again.
CREATE FUNCTION ${schema}.tool_call_require_all(changed bigint, wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF changed <> wanted THEN
        RAISE EXCEPTION 'overtaken' USING ERRCODE = 'TG409';
    END IF;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON ${schema}.tool_call_events
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_refuse('I15: events are only added', 'TG015');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schema}.tool_call_seals
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_refuse('I15: seals are only added', 'TG015');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schema}.tool_call_switch_changes
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_refuse('I15: changes of switches are only added', 'TG015');
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON ${schema}.tool_call_permissions
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_refuse('I15: permissions are only added', 'TG015');
CREATE TRIGGER revoked_once BEFORE UPDATE ON ${schema}.tool_call_permissions FOR EACH ROW
    WHEN (OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.revoked_by IS NULL
        OR (OLD.id, OLD.tenant_id, OLD.granted_to, OLD.tool_name, OLD.form, OLD.valid_until)
            IS DISTINCT FROM (NEW.id, NEW.tenant_id, NEW.granted_to, NEW.tool_name, NEW.form, NEW.valid_until))
    EXECUTE FUNCTION ${schema}.tool_call_refuse('I15: a permission is only taken back', 'TG015');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schema}.tool_call_removals
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_refuse('I15: removals are only added', 'TG015');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schema}.tool_call_removed_events
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_refuse('I15: removed events are only added', 'TG015');

-- History before a transaction may go once that is on record, and only what was sealed.
CREATE FUNCTION ${schema}.tool_call_check_removal() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.removed_by <> session_user
        OR NEW.removed_to > (SELECT s.sealed_to FROM ${schema}.tool_call_sealing s)
        OR NEW.removed_to <= (SELECT coalesce(max(r.removed_to), 0) FROM ${schema}.tool_call_removals r) THEN
        RAISE EXCEPTION 'I15: no such removal' USING ERRCODE = 'TG015', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_what_is_sealed BEFORE INSERT ON ${schema}.tool_call_removals
    FOR EACH ROW EXECUTE FUNCTION ${schema}.tool_call_check_removal();

-- What a seal needs of an event stays, whoever deletes it. As the tables' owner: nobody else may write that.
CREATE FUNCTION ${schema}.tool_call_remove_events() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    removed_to bigint := (SELECT coalesce(max(r.removed_to), 0) FROM ${schema}.tool_call_removals r);
BEGIN
    IF EXISTS (SELECT FROM gone g WHERE g.transaction >= removed_to
               OR EXISTS (SELECT FROM ${schema}.tool_call_proposals p WHERE p.id = g.proposal_id)) THEN
        RAISE EXCEPTION 'I15: events are only added' USING ERRCODE = 'TG015', TABLE = TG_TABLE_NAME;
    END IF;
    INSERT INTO ${schema}.tool_call_removed_events (transaction, number, tenant_id, hash)
    SELECT g.transaction, g.number, g.tenant_id, g.hash FROM gone g;
    RETURN NULL;
END $$;
CREATE TRIGGER only_history AFTER DELETE ON ${schema}.tool_call_events REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_remove_events();

CREATE FUNCTION ${schema}.tool_call_remove_proposals() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    removed_to bigint := (SELECT coalesce(max(r.removed_to), 0) FROM ${schema}.tool_call_removals r);
BEGIN
    IF EXISTS (SELECT FROM gone g WHERE ${schema}.tool_call_open(g.status, g.effect_state, g.resolution) IS NOT NULL
               OR NOT EXISTS (SELECT FROM ${schema}.tool_call_events e
                              WHERE e.proposal_id = g.id AND e.seq = g.version AND e.transaction < removed_to)) THEN
        RAISE EXCEPTION 'I15: only what is over and on record as history goes' USING ERRCODE = 'TG015', TABLE = TG_TABLE_NAME;
    END IF;
    -- Since the DELETE began to look, or by hand: in another try it stays.
    IF EXISTS (SELECT FROM gone g WHERE EXISTS (SELECT FROM ${schema}.tool_call_events e
                                               WHERE e.proposal_id = g.id AND e.transaction >= removed_to)
               OR EXISTS (SELECT FROM ${schema}.tool_call_proposals q WHERE q.chain_id = g.chain_id)) THEN
        RAISE EXCEPTION 'I15: a proposal goes with all its events and its chain' USING ERRCODE = 'TG409', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER only_history AFTER DELETE ON ${schema}.tool_call_proposals REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.tool_call_remove_proposals();
