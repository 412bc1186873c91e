package io.toolgateway.execution;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.Failure;
import io.toolgateway.tool.FailureClassifier;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a start of a handler ended, and what follows from it (SPEC E4, E7). */
sealed interface Ended {

    Logger LOG = LoggerFactory.getLogger(Ended.class);

    /** For the record. */
    Execution execution(Duration took);

    /** What kind of failure it was; null if it was none. */
    @Nullable
    Failure failure(FailureClassifier failures);

    /** Whether something may have happened though it failed, of a tool of this kind. */
    boolean mayHaveActed(Effect effect);

    ReasonCode reason(Effect effect);

    /** Returned: what it says happened, and if it says that it failed, nothing did. */
    record Returned(ToolResult result) implements Ended {
        @Override
        public Execution execution(Duration took) {
            return Execution.returned(result, took);
        }

        @Override
        public @Nullable Failure failure(FailureClassifier failures) {
            return result.status() == ToolResult.Status.FAILURE
                    ? known(() -> failures.ofReturned(result)).orElse(Failure.PERMANENT)
                    : null;
        }

        @Override
        public boolean mayHaveActed(Effect effect) {
            return false;
        }

        /** A handler that found the conflict itself ends as one that was found before it. */
        @Override
        public ReasonCode reason(Effect effect) {
            return result.isStale() ? ReasonCode.STALE_STATE : ReasonCode.HANDLER_FAILED;
        }
    }

    /** Threw: of a tool that writes nobody knows what it did. */
    record Broke(Throwable cause) implements Ended {
        @Override
        public Execution execution(Duration took) {
            return Execution.broke(cause.getClass().getName(), took);
        }

        @Override
        public Failure failure(FailureClassifier failures) {
            return known(() -> failures.ofThrown(cause)).orElse(Failure.PERMANENT);
        }

        @Override
        public boolean mayHaveActed(Effect effect) {
            return effect.writes();
        }

        @Override
        public ReasonCode reason(Effect effect) {
            return effect == Effect.NON_IDEMPOTENT ? ReasonCode.OUTCOME_UNKNOWN : ReasonCode.HANDLER_ERROR;
        }
    }

    /** Was undone, whatever it did: its effect and its record would have been one commit. */
    record RolledBack(@Nullable Throwable cause) implements Ended {

        /** Told in the place of an error's type where nothing was thrown. */
        private static final String ROLLED_BACK = "rolled_back";

        @Override
        public Execution execution(Duration took) {
            return Execution.broke(
                    cause == null ? ROLLED_BACK : cause.getClass().getName(), took);
        }

        @Override
        public Failure failure(FailureClassifier failures) {
            return cause == null
                    ? Failure.PERMANENT
                    : known(() -> failures.ofThrown(cause)).orElse(Failure.PERMANENT);
        }

        @Override
        public boolean mayHaveActed(Effect effect) {
            return false;
        }

        @Override
        public ReasonCode reason(Effect effect) {
            return ReasonCode.HANDLER_ERROR;
        }
    }

    /** Runs a handler; whatever it throws is recorded, and takes no worker along. */
    @SuppressWarnings("NullAway") // a handler of the host's may return null whatever its signature says
    static Ended of(ToolHandler handler, Invocation invocation) {
        try {
            ToolResult result = handler.handle(invocation);
            return new Returned(result == null ? ToolResult.success() : result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Broke(e);
        } catch (Throwable e) {
            LOG.warn(
                    "handler of {} broke off: {}",
                    invocation.tool(),
                    e.getClass().getName());
            return new Broke(e);
        }
    }

    /**
     * What to ask the store for.
     *
     * @param held the proposal, running
     * @param failure what kind of failure it was, or null
     * @param delay how long to wait for another start that may help; empty if there is none
     * @param took how long the start took
     */
    default Change change(Proposal held, @Nullable Failure failure, Optional<Duration> delay, Duration took) {
        long fence = Holder.fence(held);
        if (failure == null) {
            return new Change.Finish(fence, execution(took));
        }
        Effect effect = held.content().tool().effect();
        boolean acted = mayHaveActed(effect);
        boolean safe = !acted || effect != Effect.NON_IDEMPOTENT;
        return safe && delay.isPresent()
                ? new Change.Retry(fence, delay.get(), !acted, execution(took))
                : new Change.Fail(fence, reason(effect), !acted, execution(took));
    }

    /** A classifier of the host's that breaks off knows nothing. */
    private static Optional<Failure> known(java.util.function.Supplier<Optional<Failure>> classifier) {
        try {
            return classifier.get();
        } catch (Throwable unanswered) {
            LOG.warn(
                    "a failure could not be classified: {}",
                    unanswered.getClass().getName());
            return Optional.empty();
        }
    }
}
