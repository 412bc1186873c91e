package io.toolgateway.execution;

import io.toolgateway.json.Storable;
import java.time.Duration;

/**
 * When a tool is left alone since the system behind it fails (SPEC E5). Each process counts for itself, tool by tool: transient
 * failures and starts that passed the tool's time limit, among the latest starts.
 *
 * <p>While the circuit is open, an approved call waits and keeps its approval; an allowed write waits for a worker; a read is told
 * as failed. Then a few starts are let through, and the circuit closes if they go well.
 *
 * @param failureRate percent of failures from which it opens; 1 to 100; default 50
 * @param window how many of the latest starts count; 1 to 10,000; default 20
 * @param minimumStarts how many there must have been before it opens; 1 to the window; default 10
 * @param openFor how long the tool is left alone; default 30 s
 * @since 0.1
 */
public record CircuitBreaking(int failureRate, int window, int minimumStarts, Duration openFor) {

    /** The defaults. */
    public static final CircuitBreaking DEFAULT = new CircuitBreaking(50, 20, 10, Duration.ofSeconds(30));

    private static final int LARGEST_WINDOW = 10_000;

    /** Refuses what cannot work. */
    public CircuitBreaking {
        Storable.required(openFor, "time that a circuit is open");
        if (failureRate < 1 || failureRate > 100) {
            throw new IllegalArgumentException("a failure rate is 1 to 100 percent");
        }
        if (window < 1 || window > LARGEST_WINDOW) {
            throw new IllegalArgumentException("the window has 1 to " + LARGEST_WINDOW + " starts");
        }
        if (minimumStarts < 1 || minimumStarts > window) {
            throw new IllegalArgumentException("the minimum is 1 to as many starts as the window has");
        }
        if (openFor.isZero() || openFor.isNegative()) {
            throw new IllegalArgumentException("the time that a circuit is open must be more than zero");
        }
    }
}
