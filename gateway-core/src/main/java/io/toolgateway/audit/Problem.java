package io.toolgateway.audit;

import io.toolgateway.json.Storable;
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

    /** The code of what was started and may have happened, whatever broke it off: nobody knows until somebody finds out. */
    public static final String OUTCOME_UNKNOWN = "outcome_unknown";

    private static final int LONGEST_CODE = 200;
    private static final int LONGEST_MESSAGE = 10_000;
    private static final int LONGEST_POINTER = 1_000;

    /** Copies the pointers, and makes all words such that every store can carry them. */
    public Problem {
        code = Storable.bounded(code, LONGEST_CODE);
        message = Storable.bounded(message, LONGEST_MESSAGE);
        pointers = pointers.stream()
                .map(pointer -> Storable.bounded(pointer, LONGEST_POINTER))
                .toList();
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
