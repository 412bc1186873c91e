package io.toolgateway.execution;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.RetryConfig;
import io.toolgateway.tool.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * When a failed start is followed by another one (SPEC E4). The rules are resilience4j's configurations; what waits in between is
 * the proposal, so that each start is a claim of its own.
 */
final class Retries {

    /** Added at most, so that what failed together is not tried again together. */
    private static final double SPREAD = 0.3;

    private static final RetryConfig TRANSIENT =
            config(IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(1), 2), Integer.MAX_VALUE);

    /** At most two retries, whatever the tool may have. */
    private static final RetryConfig THROTTLED =
            config(IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(5), 2), 3);

    private Retries() {}

    /** Longer where the system behind the tool asks for it, never shorter. */
    private static RetryConfig config(IntervalFunction interval, int starts) {
        return RetryConfig.<Failure>custom()
                .maxAttempts(starts)
                .intervalBiFunction((start, failure) -> Math.max(
                        interval.apply(start), failure.get().retryAfter().toMillis()))
                .build();
    }

    /**
     * How long to wait before the next start.
     *
     * @param failure what the latest start ended in
     * @param starts how many there were
     * @param maxStarts how many there may be
     * @param spread from 0 to 1, by chance
     * @return the time; empty if there is no next start
     */
    static Optional<Duration> delay(Failure failure, int starts, int maxStarts, double spread) {
        RetryConfig config = failure.kind() == Failure.Kind.THROTTLED ? THROTTLED : TRANSIENT;
        boolean again = failure.isRetryable() && starts < Math.min(maxStarts, config.getMaxAttempts());
        if (!again) {
            return Optional.empty();
        }
        long millis = config.<Failure>getIntervalBiFunction().apply(starts, Either.right(failure));
        return Optional.of(Duration.ofMillis(Math.round(millis * (1 + SPREAD * spread))));
    }
}
