package io.toolgateway.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** The columns of a proposal: what never changes, and where it stands. */
final class ProposalColumns {

    /** What is inserted and never updated. */
    static final List<Column> CONTENT_COLUMNS = List.of(
            Column.of("id", "uuid"),
            Column.of("tenant_id", "${id}"),
            Column.of("triggered_by", "${id}"),
            Column.of("conversation_id", "text"),
            Column.of("tool_name", "text"),
            Column.of("tool_args", "jsonb"),
            Column.of("valid_until", "timestamptz"),
            Column.of("created_at", "timestamptz"),
            Column.of("user_roles", "text[]"),
            Column.of("user_attributes", "jsonb"),
            Column.of("service_account", "text"),
            Column.of("ip_address", "text"),
            Column.of("request_id", "text"),
            Column.of("request_key", "text"),
            Column.of("query", "text"),
            Column.of("untrusted_content", "boolean"),
            Column.of("distinct_by_call_id", "boolean"),
            Column.of("call_id", "text"),
            Column.of("summary", "text"),
            Column.of("raw_call", "text"),
            Column.of("tool_version", "text"),
            Column.of("effect_class", "text"),
            Column.of("destructive", "boolean"),
            Column.of("max_attempts", "integer"),
            Column.of("args_exact", "text"),
            Column.of("args_shown", "text"),
            Column.of("args_hash", "text"),
            Column.of("idempotency_key", "text"),
            Column.of("resource_version", "text"),
            Column.of("policy_name", "text"),
            Column.of("policy_version", "text"),
            Column.of("decision_rules", "text[]"),
            Column.of("verdict", "jsonb"),
            Column.of("valid_for", "text"),
            Column.of("reserved", "jsonb"),
            Column.of("chain_id", "uuid"),
            Column.of("chain_index", "integer"),
            Column.of("chain_size", "integer"),
            Column.of("chain_ending", "text"),
            Column.of("chain_undoable", "boolean"),
            Column.of("revises", "uuid"),
            Column.of("undoes", "uuid"),
            Column.of("edited_by", "${id}"));

    private static final List<String> CONTENT_NAMES =
            CONTENT_COLUMNS.stream().map(Column::name).toList();

    private static final List<String> STATE_NAMES =
            StatePart.all().map(Column::name).toList();

    /** Their names. */
    static final String CONTENT = String.join(", ", CONTENT_NAMES);

    /** What transitions update. */
    static final String STATE = String.join(", ", STATE_NAMES);

    /** The same of the rows {@code n} that stored ones are compared with. */
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
