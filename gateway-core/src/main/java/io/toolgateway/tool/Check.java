package io.toolgateway.tool;

import java.util.Objects;

/**
 * What a tool's business check says of a call.
 *
 * @since 0.1
 */
public sealed interface Check {

    /** Nothing speaks against the call. */
    record Passed() implements Check {}

    /**
     * The call is refused.
     *
     * @param code a short stable code, such as {@code amount_above_total}
     * @param message the reason in words the model can act on and the user may see
     */
    record Refused(String code, String message) implements Check {

        /** Refuses missing parts. */
        public Refused {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * Nothing speaks against the call.
     *
     * @return a pass
     */
    static Check passed() {
        return new Passed();
    }

    /**
     * The call is refused.
     *
     * @param code a short stable code
     * @param message the reason in words the model can act on and the user may see
     * @return a refusal
     */
    static Check refused(String code, String message) {
        return new Refused(code, message);
    }
}
