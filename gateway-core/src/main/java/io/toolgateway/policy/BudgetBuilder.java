package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of a {@link Budget} which calls count, what adds up, of whom, and in which window. Nothing has a default: what is
 * forgotten is found when it is built.
 *
 * <p>Threads: confined to one thread.
 *
 * @since 0.1
 */
public final class BudgetBuilder {

    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST_SPAN = Duration.ofDays(366);

    final String name;

    @Nullable
    Set<String> tools;

    @Nullable
    String argument;

    final Set<Part> parts = EnumSet.noneOf(Part.class);
    private boolean isOfAll;
    private boolean isCounting;
    private @Nullable Span span;

    /** What calls must have in common to be added up. */
    enum Part {
        TENANT,
        USER,
        TOOL
    }

    /** When windows end. */
    @FunctionalInterface
    interface Span {
        Instant endAfter(Instant now);
    }

    BudgetBuilder(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a budget's name has 1 to " + LONGEST_NAME + " characters");
        }
        this.name = Storable.required(name, "budget's name");
    }

    /**
     * Counts the calls of some tools.
     *
     * @param tools their names; tools that write: the gateway is not built with a budget of a read, which has no record to be
     *     counted with. Bound the rate of reads instead
     * @return this
     */
    public BudgetBuilder of(String... tools) {
        if (tools.length == 0) {
            throw new IllegalArgumentException("a budget names a tool");
        }
        this.tools = new LinkedHashSet<>(List.of(tools));
        this.isOfAll = false;
        return this;
    }

    /**
     * Counts the calls of every tool that writes.
     *
     * @return this
     */
    public BudgetBuilder ofEveryTool() {
        this.tools = null;
        this.isOfAll = true;
        return this;
    }

    /**
     * Adds up a number among the arguments. A call in which it is absent, null, negative or no number is refused, for it would
     * pass uncounted; let the tool complete what may be left out.
     *
     * @param argument its name
     * @return this
     */
    public BudgetBuilder adding(String argument) {
        this.argument = Objects.requireNonNull(argument, "argument");
        this.isCounting = false;
        return this;
    }

    /**
     * Counts each call as one.
     *
     * @return this
     */
    public BudgetBuilder countingCalls() {
        this.argument = null;
        this.isCounting = true;
        return this;
    }

    /**
     * One budget for each user of each tenant.
     *
     * @return this
     */
    public BudgetBuilder perUser() {
        parts.add(Part.USER);
        return this;
    }

    /**
     * One budget for all users of a tenant; each tenant has its own.
     *
     * @return this
     */
    public BudgetBuilder perTenant() {
        parts.add(Part.TENANT);
        return this;
    }

    /**
     * One budget for each tool of a tenant, where several are counted; with {@link #perUser} one for each tool and user.
     *
     * @return this
     */
    public BudgetBuilder perTool() {
        parts.add(Part.TOOL);
        return this;
    }

    /**
     * A new window with each day of a calendar.
     *
     * @param zone where the day begins
     * @return this
     */
    public BudgetBuilder perDay(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        this.span = now ->
                now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        return this;
    }

    /**
     * Windows of the same length, one after the other, counted from the start of 1970 in UTC.
     *
     * @param length whole seconds; a second to a year
     * @return this
     */
    public BudgetBuilder per(Duration length) {
        long seconds = length.getSeconds();
        if (seconds < 1 || length.getNano() != 0 || length.compareTo(LONGEST_SPAN) > 0) {
            throw new IllegalArgumentException(
                    "the window of a budget has whole seconds, one to a year, not " + length);
        }
        this.span = now -> Instant.ofEpochSecond(
                Math.multiplyExact(Math.addExact(Math.floorDiv(now.getEpochSecond(), seconds), 1), seconds));
        return this;
    }

    /**
     * Says what the sum may reach, and builds the budget.
     *
     * @param limit a decimal number above zero, such as {@code "1000"}
     * @return the budget
     * @throws IllegalStateException if something has not been said
     */
    public Budget atMost(String limit) {
        BigDecimal exact = Storable.required(new BigDecimal(limit), "limit");
        if (exact.signum() <= 0) {
            throw new IllegalArgumentException("a budget allows more than zero");
        }
        require(tools != null || isOfAll, "which tools count: of(...) or ofEveryTool()");
        require(argument != null || isCounting, "what adds up: adding(...) or countingCalls()");
        require(!parts.isEmpty(), "whose it is: perUser(), perTenant() or perTool()");
        require(span != null, "its window: perDay(...) or per(...)");
        return new Budget(this, Objects.requireNonNull(span), exact);
    }

    private void require(boolean said, String what) {
        if (!said) {
            throw new IllegalStateException("budget '" + name + "' does not say " + what);
        }
    }
}
