package io.toolgateway.policy;

import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import io.toolgateway.tool.Call;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A limit that calls add up to: so many calls, or so much of an amount, of a user or a tenant in a window of time. Many small
 * calls below a rule's threshold come to the same as a large one above it, and a budget is what stands against them.
 *
 * <p>A call takes its amount when it is stored, parked or allowed, in the same transaction: two calls at the same moment never
 * pass the limit together. What a call took is given back when it ends and nothing has happened: rejected, withdrawn,
 * superseded, expired, failed without an effect. What was executed, or may have been, stays counted. Only calls that write are counted;
 * reads have no record to be counted with, see {@link io.toolgateway.policy.BudgetBuilder#of}.
 *
 * <p>Which window a call falls into is decided by the clock of the gateway that it is proposed to. A sum is kept for a day after the end of
 * its window, so hosts' clocks must not differ by more.
 *
 * <p>Amounts of different units are added all the same: where a tool takes several currencies, name one budget and one tool
 * for each, or add up an argument that the tool completes in one currency.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Budget {

    /** Ids may be longer than a key has room for. */
    private static final int LONGEST_OWNER = 350;

    private final String name;
    private final @Nullable Set<String> tools;
    private final @Nullable String argument;
    private final Set<BudgetBuilder.Part> parts;
    private final BudgetBuilder.Span span;
    private final BigDecimal limit;

    Budget(BudgetBuilder made, BudgetBuilder.Span span, BigDecimal limit) {
        this.name = made.name;
        this.tools = made.tools == null ? null : Set.copyOf(made.tools);
        this.argument = made.argument;
        this.parts = Set.copyOf(made.parts);
        this.span = span;
        this.limit = limit;
    }

    /**
     * Begins a budget.
     *
     * @param name tells it from the others, and is told to the model when it is used up; at most 100 characters
     * @return what else has to be said
     */
    public static BudgetBuilder named(String name) {
        return new BudgetBuilder(name);
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return the tools that it names; empty if it is of all that write} */
    public Set<String> tools() {
        return tools == null ? Set.of() : tools;
    }

    /** {@return what the sum may reach} */
    public BigDecimal limit() {
        return limit;
    }

    /** {@return whether each user has one of one's own, so that what is left of it tells nothing about others} */
    public boolean isPerUser() {
        return parts.contains(BudgetBuilder.Part.USER);
    }

    /**
     * Whether calls of a tool count.
     *
     * @param tool a tool that writes
     * @return true if they do
     */
    public boolean counts(String tool) {
        return tools == null || tools.contains(tool);
    }

    /**
     * The argument that a call ought to be counted by and cannot: it is absent, null, negative or no number. Such a call must be
     * refused, for it would pass uncounted.
     *
     * @param call a call that counts, with completed arguments
     * @return the argument's name; empty if the call can be counted
     */
    public Optional<String> uncountable(Call call) {
        return amount(call) == null ? Optional.ofNullable(argument) : Optional.empty();
    }

    /**
     * What a call takes.
     *
     * @param call a call that counts and can be counted
     * @param now the gateway's clock
     * @return the reservation; empty if the amount is zero
     */
    public Optional<Reservation> reservation(Call call, Instant now) {
        BigDecimal amount = Objects.requireNonNull(amount(call), "a call that can be counted");
        if (amount.signum() == 0) {
            return Optional.empty();
        }
        Instant until = span.endAfter(now);
        return Optional.of(new Reservation(key(call, until), amount, limit, until));
    }

    private @Nullable BigDecimal amount(Call call) {
        if (argument == null) {
            return BigDecimal.ONE;
        }
        if (!(call.arguments().value(argument) instanceof Number number)) {
            return null;
        }
        BigDecimal amount = Json.decimal(number);
        return amount.signum() < 0 || !Storable.isHeld(amount) ? null : amount;
    }

    /** No two budgets, owners or windows have one key. The limit is not in it: where it is changed, the sum stays. */
    private String key(Call call, Instant until) {
        return "budget:" + sized(name) + until.getEpochSecond() + ":" + owner(call);
    }

    private String owner(Call call) {
        StringBuilder owner =
                new StringBuilder("tenant:").append(sized(call.caller().tenant().value()));
        if (isPerUser()) {
            owner.append("user:").append(sized(call.caller().userId()));
        }
        if (parts.contains(BudgetBuilder.Part.TOOL)) {
            owner.append("tool:").append(sized(call.tool()));
        }
        return owner.length() <= LONGEST_OWNER ? owner.toString() : "sha256:" + hash(owner.toString());
    }

    private static String hash(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String sized(String text) {
        return text.length() + ":" + text + ":";
    }

    @Override
    public String toString() {
        return "budget '" + name + "'";
    }
}
