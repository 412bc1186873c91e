package io.toolgateway.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** The columns of a proposal: what never changes, and where it stands. */
final class ProposalColumns {

    private static final List<String> CONTENT_NAMES = List.of(
            "id",
            "tenant_id",
            "triggered_by",
            "conversation_id",
            "tool_name",
            "tool_args",
            "valid_until",
            "created_at",
            "user_roles",
            "user_attributes",
            "service_account",
            "ip_address",
            "request_id",
            "request_key",
            "query",
            "untrusted_content",
            "distinct_by_call_id",
            "call_id",
            "summary",
            "raw_call",
            "tool_version",
            "effect_class",
            "destructive",
            "max_attempts",
            "args_exact",
            "args_shown",
            "args_hash",
            "idempotency_key",
            "resource_version",
            "policy_name",
            "policy_version",
            "decision_rules",
            "verdict",
            "valid_for",
            "reserved",
            "chain_id",
            "chain_index",
            "chain_size",
            "chain_ending",
            "chain_undoable",
            "revises",
            "undoes",
            "edited_by");

    private static final List<String> STATE_NAMES = List.of(
            "status",
            "reviewed_by",
            "reviewed_at",
            "executed_at",
            "execution_result",
            "version",
            "last_transition_id",
            "reason_code",
            "stages",
            "votes",
            "approved_hash",
            "decided_by",
            "review_note",
            "effect_state",
            "effect_before",
            "attempt",
            "fence",
            "lease_owner",
            "lease_until",
            "next_attempt_at",
            "execution_error",
            "execution_time_ms",
            "token_usage",
            "cost",
            "resolution",
            "event_hash");

    /** What is inserted and never updated. */
    static final String CONTENT = String.join(", ", CONTENT_NAMES);

    /** What transitions update. */
    static final String STATE = String.join(", ", STATE_NAMES);

    /** The same of the rows {@code n} that are to be written. */
    static final String NEW_STATE = prefixed("n", STATE_NAMES);

    /** What is read, of the row {@code p}: the searchable copy of the arguments is not. */
    static final String READ = prefixed(
                    "p",
                    CONTENT_NAMES.stream()
                            .filter(name -> !name.equals("tool_args"))
                            .toList())
            + ", " + prefixed("p", STATE_NAMES);

    /** What is compared when rows are verified. */
    static final String STORED_CONTENT = prefixed("p", CONTENT_NAMES);

    static final String EXPECTED_CONTENT = prefixed("n", CONTENT_NAMES);
    static final String STORED_STATE = prefixed("p", STATE_NAMES);

    private ProposalColumns() {}

    private static String prefixed(String row, List<String> names) {
        return names.stream().map(name -> row + "." + name).collect(Collectors.joining(", "));
    }
}
