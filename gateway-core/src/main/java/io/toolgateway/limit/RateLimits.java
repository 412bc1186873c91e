package io.toolgateway.limit;

import io.toolgateway.caller.Caller;
import io.toolgateway.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rates, and whose calls each counts together: for those who write a limiter.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class RateLimits {

    /** No limit. */
    public static final RateLimits NONE = new RateLimits(List.of());

    private final List<Limit> limits;

    private RateLimits(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    private record Limit(Scope scope, Rate rate) {}

    /** Whose calls are counted together: a part of a bucket's name, or null if a call is not counted. */
    @FunctionalInterface
    private interface Scope {
        @Nullable
        String of(Caller caller, String tool);
    }

    /**
     * What one limit counts of one call.
     *
     * @param name no two buckets have one name; other numbers make another bucket
     * @param rate what it holds
     */
    public record Bucket(String name, Rate rate) {}

    /**
     * With a limit for each user of each tenant.
     *
     * @param rate how many calls
     * @return a copy
     */
    public RateLimits perUser(Rate rate) {
        return with(rate, (caller, tool) -> "user:" + sized(caller.tenant().value()) + caller.userId());
    }

    /**
     * With a limit for all users of a tenant together.
     *
     * @param rate how many calls
     * @return a copy
     */
    public RateLimits perTenant(Rate rate) {
        return with(rate, (caller, tool) -> "tenant:" + caller.tenant().value());
    }

    /**
     * With a limit for all calls of a tool, whoever makes them.
     *
     * @param tool the tool's name
     * @param rate how many calls
     * @return a copy
     */
    public RateLimits perTool(String tool, Rate rate) {
        Objects.requireNonNull(tool, "tool");
        return with(rate, (caller, called) -> tool.equals(called) ? "tool:" + tool : null);
    }

    private RateLimits with(Rate rate, Scope scope) {
        List<Limit> more = new ArrayList<>(limits);
        more.add(new Limit(scope, Objects.requireNonNull(rate, "rate")));
        return new RateLimits(more);
    }

    /**
     * Where a call is counted.
     *
     * @param caller who proposes
     * @param tool the tool's name
     * @return the buckets, each once; none if no limit counts it
     */
    public List<Bucket> buckets(Caller caller, String tool) {
        List<Bucket> buckets = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            String whose = limit.scope().of(caller, tool);
            if (whose != null) {
                Rate rate = limit.rate();
                Bucket bucket = new Bucket(rate.calls() + "/" + rate.adds() + "/" + rate.burst() + ":" + whose, rate);
                if (!buckets.contains(bucket)) {
                    buckets.add(bucket);
                }
            }
        }
        return buckets;
    }

    /**
     * A limiter that counts in this process.
     *
     * @param time whose nanoseconds are counted
     * @return the limiter
     * @throws IllegalStateException if it limits nothing
     */
    public RateLimiter inProcess(TimeSource time) {
        requireSome();
        LocalBuckets local = new LocalBuckets(time);
        return (caller, tool) -> local.take(buckets(caller, tool));
    }

    /**
     * Refuses to limit nothing.
     *
     * @throws IllegalStateException if there is no limit
     */
    public void requireSome() {
        if (limits.isEmpty()) {
            throw new IllegalStateException("a rate limiter limits something: perUser, perTenant or perTool");
        }
    }

    /** So that no two pairs of texts give one name. */
    private static String sized(String text) {
        return text.length() + ":" + text + ":";
    }
}
