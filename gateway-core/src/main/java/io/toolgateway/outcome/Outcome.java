package io.toolgateway.outcome;

import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.schema.Violation;
import io.toolgateway.tool.ModelReply;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to, so far. Only {@link Executed} says that something was done, and {@link Settled} what was found out later.
 *
 * <p>Each outcome carries a text for the model that is true as it stands: what waits is never worded as done, and what is not
 * known is worded as not known.
 *
 * @since 0.1
 */
public sealed interface Outcome extends ModelReply {

    /**
     * The handler returned.
     *
     * @param call which call
     * @param result what it returned; its status may be pending, which is told as such
     */
    record Executed(Answered call, ToolResult result) implements Outcome {}

    /**
     * Approved or allowed, and not finished: waits for a worker, runs, or will be tried again.
     *
     * @param call which call
     */
    record InProgress(Answered call) implements Outcome {}

    /**
     * Prepared, and waits for people.
     *
     * @param call which call
     * @param stages whose approval is awaited, from the current stage on
     * @param validUntil when it expires
     */
    record Pending(Answered call, List<Stage> stages, Instant validUntil) implements Outcome {}

    /**
     * Refused before anything happened.
     *
     * @param call which call
     * @param code a short stable code, such as {@code unknown_tool}
     * @param reason in words for the model and the user
     */
    record Denied(Answered call, String code, String reason) implements Outcome {}

    /**
     * The arguments were not valid; nothing happened.
     *
     * @param call which call
     * @param violations where and what was expected; at least one
     */
    record Invalid(Answered call, List<Violation> violations) implements Outcome {

        /** Copies the violations. */
        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /**
     * A person said no, took it back, or replaced it; it never ran.
     *
     * @param call which call
     * @param reason {@code declined}, {@code withdrawn} or {@code superseded}
     * @param note what the person wrote, or null
     */
    record Rejected(Answered call, String reason, @Nullable String note) implements Outcome {}

    /**
     * Time ran out; nothing happened.
     *
     * @param call which call
     */
    record Expired(Answered call) implements Outcome {}

    /**
     * What it was about has changed since it was proposed; nothing was overwritten.
     *
     * @param call which call
     * @param changed the names of what changed, as far as they are known
     */
    record Stale(Answered call, List<String> changed) implements Outcome {

        /** Copies the names. */
        public Stale {
            changed = List.copyOf(changed);
        }
    }

    /**
     * It failed, and nothing was changed.
     *
     * @param call which call
     * @param code a short stable code
     * @param message in words for the model and the user
     */
    record Failed(Answered call, String code, String message) implements Outcome {}

    /**
     * It was started, and whether anything happened is not known. A person settles it.
     *
     * @param call which call
     */
    record Unknown(Answered call) implements Outcome {}

    /**
     * It was started, and whether anything happened was not known then; a person, or the tool's own hook, has found out.
     *
     * @param call which call
     * @param resolution what was found out
     */
    record Settled(Answered call, Resolution resolution) implements Outcome {}

    /**
     * It is not in effect: whatever it did has been undone.
     *
     * @param call which call
     */
    record Undone(Answered call) implements Outcome {}

    /**
     * Not all calls of its turn could be done, so whatever it did is being undone.
     *
     * @param call which call
     */
    record Undoing(Answered call) implements Outcome {}

    /**
     * Not all calls of its turn could be done, and whatever it did could not be undone, or that is not known. A person settles it.
     *
     * @param call which call
     */
    record NotUndone(Answered call) implements Outcome {}

    /** {@return which call this answers} */
    Answered call();

    @Override
    default @Nullable String callId() {
        return call().callId();
    }

    @Override
    default String toolName() {
        return call().tool();
    }

    /** {@return the recorded proposal, or null of a call that was refused or only read} */
    default @Nullable ProposalId proposalId() {
        return call().proposal();
    }

    /**
     * One word for where it stands.
     *
     * @return executed, in_progress, pending, denied, invalid, rejected, expired, stale, failed, unknown, settled, undone, undoing
     *     or not_undone
     */
    default String status() {
        return Wording.status(this);
    }

    /** {@return what the model may say of it, true as it stands} */
    default String messageForModel() {
        return Wording.message(this);
    }

    @Override
    default boolean isError() {
        boolean happened =
                this instanceof Settled settled && settled.resolution().kind() == Resolution.Kind.CONFIRMED_EXECUTED;
        return !(happened || this instanceof Executed || this instanceof InProgress || this instanceof Pending);
    }

    @Override
    default String text() {
        return Wording.json(this);
    }
}
