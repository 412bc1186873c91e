package io.toolgateway.audit;

import java.util.List;

/**
 * Why a call has no result, as recorded: codes and places, never argument values.
 *
 * @param kind what kind of error
 * @param code a short stable code, such as {@code unknown_tool}
 * @param message words for people, safe for records
 * @param pointers the JSON Pointers of the arguments concerned, or none
 * @since 0.1
 */
public record Problem(ErrorKind kind, String code, String message, List<String> pointers) {

    /** Copies the pointers. */
    public Problem {
        pointers = List.copyOf(pointers);
    }

    /**
     * A problem that concerns no argument in particular.
     *
     * @param kind what kind of error
     * @param code a short stable code
     * @param message words for people
     * @return the problem
     */
    public static Problem of(ErrorKind kind, String code, String message) {
        return new Problem(kind, code, message, List.of());
    }
}
