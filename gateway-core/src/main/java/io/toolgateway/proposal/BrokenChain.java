package io.toolgateway.proposal;

import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Verdict;
import io.toolgateway.tool.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What has to be undone of a chain that ends by compensation, and how an undo is proposed (PROTOCOL 2.10).
 *
 * <p>Judged by how all its steps stand, whatever happened last, so that no order of events can leave one half done.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class BrokenChain {

    /**
     * How long nobody undoes a step whose handler may be running still. Much longer than tools usually may take: the store does not
     * know how long this one may. The worker does, and waits on where that is not enough.
     */
    public static final Duration GIVEN_UP_FOR = Duration.ofMinutes(5);

    /** In that time it is undone, or a person has to. */
    private static final Duration UNDO_VALIDITY = Duration.ofHours(24);

    private static final int UNDO_ATTEMPTS = 4;
    private static final int KEY_DIGITS = 32;
    private static final int HEX = 16;
    private static final long VERSION_BITS = 0xf000;
    private static final long VERSION_8 = 0x8000;
    private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final String UNDO = "undo";

    private BrokenChain() {}

    /**
     * Who decides what becomes of a step of a broken chain, for the record.
     *
     * @param step a step
     * @return {@code chain:<id>}
     */
    public static String actor(Proposal step) {
        return Resolution.BY_CHAIN + chain(step).chainId();
    }

    /**
     * What has to be undone now, and is not on its way yet.
     *
     * @param steps all steps of a chain that ends by compensation, in their order
     * @return the steps to undo, the latest first; none if the chain is whole, may still become so, or if a person has to find out
     *     first whether its last step happened
     */
    public static List<Proposal> toUndo(List<Proposal> steps) {
        int broken = done(steps);
        int lastWrite = -1;
        for (Proposal step : steps) {
            lastWrite = step.content().tool().writes() ? chain(step).index() : lastWrite;
        }
        // A read that comes after all writes can fail: nothing is half done.
        if (broken > lastWrite || !steps.get(broken).status().isFinal()) {
            return List.of();
        }
        Proposal first = steps.get(broken);
        boolean isUnknown = first.state().progress().effect() == EffectState.POSSIBLE
                && first.content().tool().writes()
                && !isSettledByPerson(first);
        if (isUnknown && !chain(first).undoable()) {
            return List.of();
        }
        List<Proposal> undone = new ArrayList<>();
        if (isUnknown && first.state().resolution() == null) {
            undone.add(first);
        }
        for (int i = broken - 1; i >= 0; i--) {
            Proposal step = steps.get(i);
            if (step.content().tool().writes() && !isBeingUndone(step)) {
                undone.add(step);
            }
        }
        return undone;
    }

    /**
     * The step that decides whether the chain stays whole, as long as it has not ended: the first that is not done.
     *
     * @param steps all steps of a chain, in their order
     * @return the step; empty if the chain is whole or broken
     */
    public static Optional<Proposal> undecided(List<Proposal> steps) {
        return steps.stream()
                .skip(done(steps))
                .findFirst()
                .filter(step -> !step.status().isFinal());
    }

    private static int done(List<Proposal> steps) {
        int done = 0;
        while (done < steps.size() && isDone(steps.get(done))) {
            done++;
        }
        return done;
    }

    /** Executed, or found to have happened after all. */
    private static boolean isDone(Proposal step) {
        Resolution said = step.state().resolution();
        return step.status() == ProposalStatus.EXECUTED
                || (said != null && said.kind() == Resolution.Kind.CONFIRMED_EXECUTED);
    }

    static boolean isSettledByPerson(Proposal step) {
        Resolution said = step.state().resolution();
        return said != null && !said.by().equals(actor(step));
    }

    /** Or was, or could not be: whatever was said of it since, nothing is undone twice. */
    private static boolean isBeingUndone(Proposal step) {
        return step.state().resolution() != null;
    }

    /**
     * Whether the handler of a step may be running still, though the step has ended: its worker died or was given up, and what the
     * handler does late must not come after what undoes it.
     *
     * @param step a step that is to be undone
     * @param ordered when that was decided
     * @return false if the step ended with its handler
     */
    public static boolean mayStillRun(Proposal step, Instant ordered) {
        Execution last = step.state().execution();
        return step.status() == ProposalStatus.FAILED && (last == null || !ordered.equals(last.at()));
    }

    /**
     * The chain that the undos of a broken chain make, each after the one before it.
     *
     * @param steps what is undone, the latest first
     * @param index which of them
     * @return the place of its undo
     */
    public static ChainPosition place(List<Proposal> steps, int index) {
        return new ChainPosition(
                derived(chain(steps.get(0)).chainId()), index, steps.size(), ChainEnding.PARTIAL, false);
    }

    /** It answers no call of the model's. */
    private static Origin origin(Origin done) {
        String summary = done.summary() == null ? null : "Undo: " + done.summary();
        return new Origin(done.caller(), done.request(), null, summary, null);
    }

    /**
     * The id under which a step is said to be undone, or to have been: the same transition may have made another state of it just
     * before.
     *
     * @param transition the transition by which it is decided
     * @return the same for the same transition
     */
    public static UUID saidWith(UUID transition) {
        return derived(transition);
    }

    /** The same call in another key, to be undone and not made. A tool's compensation may be repeated, whatever the tool. */
    static Content undo(Proposal step, ChainPosition place) {
        Content done = step.content();
        ProposedTool tool = done.tool();
        ProposedArguments arguments = done.arguments();
        String key = ArgumentsHash.sha256(UNDO, arguments.idempotencyKey()).substring(0, KEY_DIGITS);
        Decision decision = done.terms().decision();
        return new Content(
                origin(done.origin()),
                new ProposedTool(tool.name(), tool.version(), Effect.IDEMPOTENT, tool.destructive(), UNDO_ATTEMPTS),
                new ProposedArguments(arguments.values(), arguments.shown(), arguments.hash(), key, null),
                new Terms(
                        new Decision(Verdict.allow(), List.of(UNDO), decision.policy(), decision.version()),
                        UNDO_VALIDITY),
                place,
                null,
                step.id(),
                null);
    }

    /** The same for the same step at the same time: what is repeated makes nothing twice. Of version 7, as all ids are. */
    static ProposalId undoId(Proposal step, Instant now) {
        UUID hash = hashOf(step.id().value());
        long high = (now.toEpochMilli() << 16) | 0x7000 | (hash.getMostSignificantBits() & 0x0fff);
        return new ProposalId(new UUID(high, hash.getLeastSignificantBits()));
    }

    private static UUID derived(UUID of) {
        UUID hash = hashOf(of);
        return new UUID((hash.getMostSignificantBits() & ~VERSION_BITS) | VERSION_8, hash.getLeastSignificantBits());
    }

    /** Of no version yet. */
    private static UUID hashOf(UUID of) {
        String digits = ArgumentsHash.sha256(UNDO, of.toString());
        long high = Long.parseUnsignedLong(digits.substring(0, KEY_DIGITS / 2), HEX);
        long low = Long.parseUnsignedLong(digits.substring(KEY_DIGITS / 2, KEY_DIGITS), HEX);
        return new UUID(high, (low & ~VARIANT_BITS) | VARIANT);
    }

    private static ChainPosition chain(Proposal step) {
        return Objects.requireNonNull(step.content().chain(), "a step of a chain");
    }
}
