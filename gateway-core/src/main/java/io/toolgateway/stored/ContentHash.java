package io.toolgateway.stored;

import io.toolgateway.json.Json;
import io.toolgateway.proposal.ArgumentsHash;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that a proposal's events hold of its row: over what was proposed in the first one, over where it stands in each.
 *
 * <p>What a person may have to be forgotten in goes in by a hash of its own: put in the place of the value, it leaves the whole
 * as it was (PROTOCOL 2.12).
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class ContentHash {

    private static final Set<String> FORGETTABLE =
            Set.of("args_exact", "args_shown", "summary", "raw_call", "query", "execution_result");

    /** The copy for searches is made of the others. */
    private static final Set<String> NOT_CONTENT = Set.of("tool_args");

    /** A heartbeat has no event, so that what it moves is in none. */
    private static final Set<String> NOT_STATE = Set.of("id", "event_hash", "lease_until");

    private ContentHash() {}

    /**
     * Over what never changes.
     *
     * @param content of {@link ProposalForm#content}
     * @return 64 hex digits
     */
    public static String ofContent(Map<String, @Nullable Object> content) {
        return of("tgc1", content, NOT_CONTENT);
    }

    /**
     * Over what transitions change.
     *
     * @param state of {@link ProposalForm#state}
     * @return 64 hex digits
     */
    public static String ofState(Map<String, @Nullable Object> state) {
        return of("tgst1", state, NOT_STATE);
    }

    private static String of(String domain, Map<String, @Nullable Object> row, Set<String> without) {
        Map<String, @Nullable Object> hashed = new TreeMap<>();
        row.forEach((column, value) -> {
            if (value != null && !without.contains(column)) {
                hashed.put(
                        column,
                        FORGETTABLE.contains(column)
                                ? ArgumentsHash.sha256("tgv1", column, Json.canonical(value))
                                : value);
            }
        });
        return ArgumentsHash.sha256(domain, Json.canonical(hashed));
    }
}
