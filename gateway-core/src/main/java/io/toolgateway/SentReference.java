package io.toolgateway;

import io.toolgateway.json.Json;
import io.toolgateway.schema.Violation;
import io.toolgateway.tool.ResultReference;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reference as the model sent it: the number of an earlier call of the same turn.
 *
 * @param call which, from 0
 * @param pointer where in its result
 */
record SentReference(int call, String pointer) {

    /** What a reference came to so far: what it is stored and shown as, and the value, null as long as that is not known. */
    record Known(ResultReference as, @Nullable Object value) {}

    /** A value in the form of a reference, or what is wrong with it. */
    sealed interface Read {

        record Fine(SentReference reference) implements Read {}

        record Flawed(Violation violation) implements Read {}
    }

    /**
     * Reads one.
     *
     * @param name the argument
     * @param value its value, which {@link ResultReference#isIn} found to be a reference
     * @param isAccepted whether the tool accepts it there
     * @param place which call of its turn it is in, from 0; less than 0 outside of a turn
     */
    static Read read(String name, @Nullable Object value, boolean isAccepted, int place) {
        String at = Json.child("", name);
        if (!isAccepted) {
            return flawed(at, "this argument takes no reference to another call's result; the value itself is needed");
        }
        if (place < 0) {
            return flawed(at, "results can be referred to among calls of one turn alone; the value itself is needed");
        }
        Map<String, @Nullable Object> members = Json.asObject((Map<?, ?>) Objects.requireNonNull(value));
        Object call = members.get(ResultReference.MEMBER);
        if (!(call instanceof Long index) || index < 0 || index >= place) {
            return flawed(
                    Json.child(at, ResultReference.MEMBER),
                    place == 0
                            ? "this is the first call of its turn, so there is no earlier result; the value itself is needed"
                            : "the number of an earlier call of this turn is needed, from 0 to " + (place - 1));
        }
        if (!(members.get(ResultReference.POINTER) instanceof String pointer) || !ResultReference.isPointer(pointer)) {
            return flawed(
                    Json.child(at, ResultReference.POINTER),
                    "a JSON Pointer to /id, /message, /data or what is below /data is needed");
        }
        return members.size() == 2
                ? new Read.Fine(new SentReference(index.intValue(), pointer))
                : flawed(at, "nothing is needed beside " + ResultReference.MEMBER + " and " + ResultReference.POINTER);
    }

    private static Read.Flawed flawed(String at, String message) {
        return new Read.Flawed(new Violation(at, "reference", "", message));
    }
}
