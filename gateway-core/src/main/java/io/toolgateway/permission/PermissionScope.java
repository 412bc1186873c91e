package io.toolgateway.permission;

import io.toolgateway.policy.Bound;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a standing permission is to go: to calls with the very arguments of the one that was seen, but for those that are named here.
 *
 * <p>Threads: immutable.
 *
 * @param bounds what may differ, by the arguments' names; unmodifiable, sorted
 * @param uses for how many calls
 * @param lasting for how long, from now on
 * @since 0.1
 */
public record PermissionScope(Map<String, Bound> bounds, long uses, Duration lasting) {

    /** Copies the bounds. */
    public PermissionScope {
        bounds = Collections.unmodifiableMap(new TreeMap<>(bounds));
    }

    /**
     * Calls with the very arguments of the one that was seen.
     *
     * @param uses how many
     * @param lasting for how long, from now on
     * @return the scope
     */
    public static PermissionScope ofSameArguments(long uses, Duration lasting) {
        return new PermissionScope(Map.of(), uses, lasting);
    }

    /**
     * The same, where one argument may be any number from zero to a most.
     *
     * @param argument its name
     * @param most zero or more
     * @return a copy
     */
    public PermissionScope upTo(String argument, BigDecimal most) {
        return with(argument, new Bound.UpTo(most));
    }

    /**
     * The same, where one argument may have one of some values.
     *
     * @param argument its name
     * @param values what {@link io.toolgateway.json.Json#of} takes, at least one
     * @return a copy
     */
    public PermissionScope oneOf(String argument, Object... values) {
        return with(argument, new Bound.OneOf(List.of(values)));
    }

    /**
     * The same, where one argument may be whatever the model says, or left out. Not for what says whom or what the call is about.
     *
     * @param argument its name
     * @return a copy
     */
    public PermissionScope anything(String argument) {
        return with(argument, new Bound.Anything());
    }

    /**
     * The same, with a bound on one argument.
     *
     * @param argument its name
     * @param bound what it may be
     * @return a copy
     */
    public PermissionScope with(String argument, Bound bound) {
        Map<String, Bound> more = new TreeMap<>(bounds);
        more.put(argument, bound);
        return new PermissionScope(more, uses, lasting);
    }
}
