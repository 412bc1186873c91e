package io.toolgateway.tool;

import io.toolgateway.json.Storable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What kind of failure a start of a handler ended in, and so whether another start may help (SPEC E4).
 *
 * <p>Whether something may have happened is another question: what a handler returns says that nothing has, what it throws says
 * that nobody knows.
 *
 * @param kind the kind
 * @param retryAfter how long the system behind the tool asked to be left alone; zero if it did not say
 * @since 0.1
 */
public record Failure(Kind kind, Duration retryAfter) {

    /** The kinds of failure. */
    public enum Kind {
        /** The network or the system behind the tool; may be over in a moment. */
        TRANSIENT("transient"),
        /** The system behind the tool was asked too often. */
        THROTTLED("throttled"),
        /** Would fail again. */
        PERMANENT("permanent");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@return the stable text for stores and records} */
        public String text() {
            return text;
        }

        /**
         * The kind of a stored text.
         *
         * @param text what {@link #text()} gave
         * @return the kind
         * @throws IllegalArgumentException for any other text
         */
        public static Kind ofText(String text) {
            for (Kind kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no such kind of failure: " + text);
        }
    }

    /** May be over in a moment. */
    public static final Failure TRANSIENT = new Failure(Kind.TRANSIENT, Duration.ZERO);

    /** Would fail again. */
    public static final Failure PERMANENT = new Failure(Kind.PERMANENT, Duration.ZERO);

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    /** Refuses a negative time. */
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Storable.required(retryAfter, "time to leave it alone");
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("the time to leave it alone must not be negative");
        }
    }

    /**
     * Asked too often.
     *
     * @param retryAfter how long to leave it alone; zero if that is not known
     * @return the failure
     */
    public static Failure throttled(Duration retryAfter) {
        return new Failure(Kind.THROTTLED, retryAfter);
    }

    /**
     * What an HTTP status says: 408 and 5xx are transient, 429 is throttled, any other is permanent.
     *
     * @param status the status
     * @param retryAfter what the header {@code Retry-After} says, or null without one
     * @return the failure
     */
    public static Failure ofHttpStatus(int status, @Nullable Duration retryAfter) {
        Duration after = retryAfter == null || retryAfter.isNegative() ? Duration.ZERO : retryAfter;
        if (status == TOO_MANY_REQUESTS) {
            return throttled(after);
        }
        return status == REQUEST_TIMEOUT || status >= SERVER_ERRORS ? new Failure(Kind.TRANSIENT, after) : PERMANENT;
    }

    /** {@return true if another start may help} */
    public boolean isRetryable() {
        return kind != Kind.PERMANENT;
    }
}
