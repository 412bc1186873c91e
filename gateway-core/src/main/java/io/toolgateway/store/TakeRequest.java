package io.toolgateway.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks the outbox for messages that are due.
 *
 * @param kind of which kind of topics
 * @param topic of this topic alone, or null for all of the kind
 * @param limit how many at most, 1 to 1,000
 * @param holdFor how long nobody else gets them; more than zero, a day at most
 * @since 0.1
 */
public record TakeRequest(String kind, @Nullable Topic topic, int limit, Duration holdFor) {

    private static final int LARGEST = 1_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Checks the bounds. */
    public TakeRequest {
        Topic.requireKind(kind);
        if (topic != null && !topic.kind().equals(kind)) {
            throw new IllegalArgumentException("the topic is of another kind");
        }
        if (limit < 1 || limit > LARGEST) {
            throw new IllegalArgumentException("1 to " + LARGEST + " messages are taken at once, not " + limit);
        }
        requireHold(holdFor);
    }

    /**
     * Refuses a time for which no message is held.
     *
     * @param holdFor how long nobody else gets it
     * @return the same
     */
    public static Duration requireHold(Duration holdFor) {
        if (holdFor.isNegative() || holdFor.isZero() || holdFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("messages are held for more than no time, and for a day at most");
        }
        return holdFor;
    }

    /**
     * Messages of all topics of a kind, of all tenants.
     *
     * @param kind the kind
     * @param limit how many at most
     * @param holdFor how long nobody else gets them
     * @return the request
     */
    public static TakeRequest of(String kind, int limit, Duration holdFor) {
        return new TakeRequest(kind, null, limit, holdFor);
    }

    /**
     * Messages of one topic.
     *
     * @param topic the topic
     * @param limit how many at most
     * @param holdFor how long nobody else gets them
     * @return the request
     */
    public static TakeRequest of(Topic topic, int limit, Duration holdFor) {
        return new TakeRequest(topic.kind(), topic, limit, holdFor);
    }
}
