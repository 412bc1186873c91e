package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import java.util.regex.Pattern;

/**
 * Where a message of the outbox goes. Its parts are kept apart, so that no two topics read alike, whatever the ids hold.
 *
 * @param kind what the message is about, such as {@code conversation}: 1 to 40 lower-case letters and underscores
 * @param tenant whose it is; a message belongs to the tenant whose proposal it was sent with
 * @param name which of the kind, such as the conversation's id: at most 500 characters
 * @since 0.1
 */
public record Topic(String kind, TenantId tenant, String name) {

    private static final Pattern KIND = Pattern.compile("[a-z_]{1,40}");

    /** Long enough for any id, and short enough for an index. */
    private static final int LONGEST_NAME = 500;

    /** Refuses what no store can hold. */
    public Topic {
        requireKind(kind);
        Storable.required(name, "topic's name");
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a topic's name has at most " + LONGEST_NAME + " characters");
        }
    }

    static String requireKind(String kind) {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("a kind of topics has 1 to 40 lower-case letters and underscores");
        }
        return kind;
    }
}
