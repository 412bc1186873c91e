package io.toolgateway.policy;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A pure question about a call. Combine with {@link #and}, {@link #or} and {@link #not}.
 *
 * <p>Threads: implementations must be safe for concurrent use and do no I/O.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Condition {

    /**
     * Answers for one call.
     *
     * @param request the call
     * @return true, false, or unknown where an argument is absent, null or of another type
     */
    Truth test(PolicyRequest request);

    /**
     * The windows of history that the question looks at, for the gateway to fetch beforehand.
     *
     * @return how far back; empty for none
     */
    default Set<Duration> historyWindows() {
        return Set.of();
    }

    /**
     * Both this and another.
     *
     * @param other another condition
     * @return the conjunction
     */
    default Condition and(Condition other) {
        return new Combined(this, other, Truth::and, Truth.FALSE);
    }

    /**
     * This or another or both.
     *
     * @param other another condition
     * @return the disjunction
     */
    default Condition or(Condition other) {
        return new Combined(this, other, Truth::or, Truth.TRUE);
    }

    /**
     * Not this.
     *
     * @return the negation; unknown stays unknown
     */
    default Condition not() {
        return new Negated(this);
    }

    /**
     * Every call.
     *
     * @return a condition that always holds
     */
    static Condition always() {
        return request -> Truth.TRUE;
    }

    /**
     * Calls of one of these tools.
     *
     * @param names tool names, compared exactly
     * @return the condition
     */
    static Condition tool(String... names) {
        Set<String> any = Set.of(names);
        return request -> Truth.of(any.contains(request.tool().name()));
    }

    /**
     * Calls of tools that change nothing.
     *
     * @return the condition
     */
    static Condition readsOnly() {
        return request -> Truth.of(!request.tool().effect().writes());
    }

    /**
     * Calls of tools that destroy or cannot be undone.
     *
     * @return the condition
     */
    static Condition destructive() {
        return request -> Truth.of(request.tool().isDestructive());
    }

    /**
     * Calls on behalf of someone who holds one of these roles.
     *
     * @param roles role names
     * @return the condition
     */
    static Condition callerIs(String... roles) {
        Set<String> any = Set.of(roles);
        return request -> Truth.of(request.caller().isAnyOf(any));
    }

    /**
     * Calls within one of these tenants.
     *
     * @param ids tenant ids
     * @return the condition
     */
    static Condition tenant(String... ids) {
        Set<String> any = Set.of(ids);
        return request -> Truth.of(any.contains(request.caller().tenant().value()));
    }

    /**
     * Calls on behalf of someone with this attribute.
     *
     * @param name the attribute's name
     * @param value the value it must have
     * @return the condition; unknown where the host gave no such attribute
     */
    static Condition callerAttribute(String name, String value) {
        return request -> {
            String held = request.caller().attributes().get(name);
            return held == null ? Truth.UNKNOWN : Truth.of(held.equals(value));
        };
    }

    /**
     * Calls of conversations that content of strangers has entered.
     *
     * @return the condition
     */
    static Condition untrustedContent() {
        return request -> Truth.of(request.request().hasUntrustedContent());
    }

    /**
     * Calls at a time of day, from one time to before another; across midnight if the first is the later.
     *
     * @param from first moment
     * @param to first moment after
     * @param zone whose day
     * @return the condition
     */
    static Condition timeOfDay(LocalTime from, LocalTime to, ZoneId zone) {
        return request -> {
            LocalTime now = request.now().atZone(zone).toLocalTime();
            boolean afterFrom = !now.isBefore(from);
            boolean beforeTo = now.isBefore(to);
            return Truth.of(from.isAfter(to) ? afterFrom || beforeTo : afterFrom && beforeTo);
        };
    }

    /**
     * Calls of someone who has proposed the same tool at least so often before.
     *
     * @param count how often
     * @param window how far back
     * @return the condition
     */
    static Condition calledAtLeast(long count, Duration window) {
        return new Condition() {
            @Override
            public Truth test(PolicyRequest request) {
                return Truth.of(request.history().calls(window) >= count);
            }

            @Override
            public Set<Duration> historyWindows() {
                return Set.of(window);
            }
        };
    }

    /**
     * A question about one argument.
     *
     * @param name the argument's name
     * @return the argument, to be compared
     */
    static ArgumentCondition argument(String name) {
        return new ArgumentCondition(name);
    }

    /**
     * A question of the host's own. Reading an argument that is absent, null or of another type makes it unknown, and so does
     * any exception: a rule that fails never allows.
     *
     * @param predicate a pure function
     * @return the condition
     */
    static Condition that(Predicate<PolicyRequest> predicate) {
        return request -> {
            try {
                return Truth.of(predicate.test(request));
            } catch (RuntimeException unanswered) {
                return Truth.UNKNOWN;
            }
        };
    }
}
