package io.toolgateway.stored;

import io.toolgateway.proposal.ArgumentsHash;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hash of an event: SHA-256 over every column that was written, in the order below, each with its length before it, and
 * absent told from empty. It includes the hash of the event before it in its proposal's chain.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class EventHash {

    /** What the first event of a proposal has as the hash before it. */
    public static final String GENESIS = "";

    /** The columns under the hash, in this order. */
    public static final List<String> COLUMNS = List.of(
            "previous_hash",
            "tenant_id",
            "user_id",
            "request_id",
            "tool_name",
            "type",
            "at",
            "actor",
            "proposal_id",
            "seq",
            "transition_id",
            "status",
            "fence",
            "detail");

    private EventHash() {}

    /**
     * The hash of an event.
     *
     * @param row its columns; times are texts as {@link java.time.Instant#toString()} gives them
     * @return 64 hex digits
     */
    public static String of(Map<String, @Nullable Object> row) {
        String[] parts = new String[COLUMNS.size() + 1];
        parts[0] = "tge1";
        for (int i = 0; i < COLUMNS.size(); i++) {
            Object value = row.get(COLUMNS.get(i));
            parts[i + 1] = value == null ? "-" : "+" + value;
        }
        return ArgumentsHash.sha256(parts);
    }
}
