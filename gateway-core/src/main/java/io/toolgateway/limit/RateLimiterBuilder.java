package io.toolgateway.limit;

import io.toolgateway.time.TimeSource;
import java.util.Objects;

/**
 * What a limiter in this process limits. Several limits may be named, also several of one kind: a call has to pass all that it
 * falls under, and one that is refused is counted by none.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class RateLimiterBuilder {

    private RateLimits limits = RateLimits.NONE;
    private TimeSource time = TimeSource.SYSTEM;

    RateLimiterBuilder() {}

    /**
     * Bounds each user of each tenant.
     *
     * @param rate how many calls
     * @return this
     */
    public RateLimiterBuilder perUser(Rate rate) {
        limits = limits.perUser(rate);
        return this;
    }

    /**
     * Bounds all users of a tenant together, each tenant for itself.
     *
     * @param rate how many calls
     * @return this
     */
    public RateLimiterBuilder perTenant(Rate rate) {
        limits = limits.perTenant(rate);
        return this;
    }

    /**
     * Bounds all calls of a tool together, whoever makes them: for what stands behind it.
     *
     * @param tool the tool's name
     * @param rate how many calls
     * @return this
     */
    public RateLimiterBuilder perTool(String tool, Rate rate) {
        limits = limits.perTool(tool, rate);
        return this;
    }

    /**
     * Sets the limiter's clock, for tests.
     *
     * @param time the clock; its nanoseconds are read
     * @return this
     */
    public RateLimiterBuilder time(TimeSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Builds the limiter.
     *
     * @return the limiter
     * @throws IllegalStateException if it limits nothing
     */
    public RateLimiter build() {
        return limits.inProcess(time);
    }
}
