package io.toolgateway.proposal;

import io.toolgateway.json.Json;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of the latest start of a handler, or of finding out, just before it, that it must not be started.
 *
 * @param result what the handler returned, or why it was not started; null if it did not return
 * @param error the type of what it threw, never its message, or null
 * @param took how long it ran, by the worker's monotonic clock
 * @param at when it was recorded, by the store's clock; null until a store has stamped it, and if nothing was started
 * @since 0.1
 */
public record Execution(
        @Nullable ToolResult result,
        @Nullable String error,
        Duration took,
        @Nullable Instant at) {

    /** Makes the error one that every store can carry. */
    public Execution {
        error = error == null ? null : Json.storable(error);
    }

    /**
     * A handler that returned. Data that is too large for a record is left out, see {@link ToolResult#forRecords()}.
     *
     * @param result what it returned
     * @param took how long it ran
     * @return the execution, not yet stamped
     */
    public static Execution returned(ToolResult result, Duration took) {
        return new Execution(result.forRecords(), null, took, null);
    }

    /**
     * A handler that broke off.
     *
     * @param error the type of what it threw
     * @param took how long it ran
     * @return the execution, not yet stamped
     */
    public static Execution broke(String error, Duration took) {
        return new Execution(null, error, took, null);
    }

    /**
     * A handler that was not started.
     *
     * @param found what speaks against it, a failure
     * @return no execution at all, only why; it took no time and is never stamped
     */
    public static Execution notStarted(ToolResult found) {
        return returned(found, Duration.ZERO);
    }

    /** {@return whether a handler was started, of an execution that a store holds} */
    public boolean isOfStart() {
        return at != null;
    }

    /**
     * This execution without what the handler returned as data, for records: they say what happened, not what was read.
     *
     * @return a copy
     */
    public Execution withoutData() {
        return result == null || result.data() == null ? this : new Execution(result.withoutData(), error, took, at);
    }

    Execution stamped(Instant at) {
        return new Execution(result, error, took, at);
    }
}
