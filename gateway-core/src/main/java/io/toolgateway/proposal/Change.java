package io.toolgateway.proposal;

import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import io.toolgateway.policy.Stage;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What someone wants to happen to a stored proposal. {@link Lifecycle} says whether it may.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public sealed interface Change {

    /**
     * A reviewer's yes (T4, or T4v while more votes are needed).
     *
     * @param reviewer the person, from the host's authenticated session
     * @param seenHash the hash of what was shown
     * @param version the version of the state that was shown
     * @param note what the person wrote, or null
     */
    record Approve(
            Caller reviewer,
            String seenHash,
            long version,
            @Nullable String note) implements Change {

        /** Makes the note one that every store can carry. */
        public Approve {
            note = storable(note);
        }

        /**
         * A yes without a word.
         *
         * @param reviewer the person
         * @param seenHash the hash of what was shown
         * @param version the version of the state that was shown
         */
        public Approve(Caller reviewer, String seenHash, long version) {
            this(reviewer, seenHash, version, null);
        }
    }

    /**
     * A reviewer's no (T5).
     *
     * @param reviewer the person
     * @param seenHash the hash of what was shown, or null if nothing was
     * @param note the reason, or null
     */
    record Reject(
            Caller reviewer,
            @Nullable String seenHash,
            @Nullable String note) implements Change {

        /** Makes the note one that every store can carry. */
        public Reject {
            note = storable(note);
        }

        /**
         * A no to whatever is there.
         *
         * @param reviewer the person
         * @param note the reason, or null
         */
        public Reject(Caller reviewer, @Nullable String note) {
            this(reviewer, null, note);
        }
    }

    /**
     * Taken back by whoever asked (T5w).
     *
     * @param caller the user who asked
     * @param seenHash the hash of what was shown, or null if nothing was
     * @param note the reason, or null
     */
    record Withdraw(
            Caller caller,
            @Nullable String seenHash,
            @Nullable String note) implements Change {

        /** Makes the note one that every store can carry. */
        public Withdraw {
            note = storable(note);
        }

        /**
         * Taken back, whatever is there.
         *
         * @param caller the user who asked
         * @param note the reason, or null
         */
        public Withdraw(Caller caller, @Nullable String note) {
            this(caller, null, note);
        }
    }

    /**
     * Replaced by an edited revision, which is inserted with it (T5s).
     *
     * @param reviewer the person who edited
     * @param seenHash the hash of what was shown, or null if nothing was
     * @param version the version of the state that was shown
     * @param note the reason, or null
     */
    record Supersede(
            Caller reviewer,
            @Nullable String seenHash,
            long version,
            @Nullable String note) implements Change {

        /** Makes the note one that every store can carry. */
        public Supersede {
            note = storable(note);
        }

        /**
         * Replaced without a word.
         *
         * @param reviewer the person who edited
         * @param version the version of the state that was shown
         */
        public Supersede(Caller reviewer, long version) {
            this(reviewer, null, version, null);
        }
    }

    /**
     * More people may approve (T4e).
     *
     * @param stages the wider requirement, stage for stage
     * @param actor who widens, for the record
     * @param version the version of the state it was made from
     */
    record Widen(List<Stage> stages, String actor, long version) implements Change {

        /** Refuses a name that no store can hold. */
        public Widen {
            Storable.required(actor, "actor");
        }
    }

    /**
     * Someone who may approve now names another user, who may then approve in that stage (T4e).
     *
     * @param reviewer the person who may approve
     * @param seenHash the hash of what was shown
     * @param to the other's user id, of the same tenant
     * @param version the version of the state that was shown
     * @param note the reason, or null
     */
    record Delegate(
            Caller reviewer,
            String seenHash,
            String to,
            long version,
            @Nullable String note) implements Change {

        /** Makes the note one that every store can carry; refuses an id that none can. */
        public Delegate {
            Storable.required(to, "user");
            note = storable(note);
        }
    }

    /**
     * Time ran out (T6, T7, T8).
     *
     * @param reason why an approved proposal was not started, or null
     */
    record Expire(@Nullable ReasonCode reason) implements Change {}

    /**
     * A worker takes it (T9).
     *
     * @param worker the worker
     * @param lease how long the hold lasts
     */
    record Claim(String worker, Duration lease) implements Change {

        /** Refuses a name that no store can hold. */
        public Claim {
            Storable.required(worker, "worker's name");
        }
    }

    /**
     * The worker is alive (T10).
     *
     * @param fence the worker's fence
     * @param lease how long the hold lasts from now
     */
    record Heartbeat(long fence, Duration lease) implements Change {}

    /**
     * The worker must not start, at least not now (T11).
     *
     * @param fence the worker's fence
     * @param delay how long nobody may take it
     */
    record Release(long fence, Duration delay) implements Change {}

    /**
     * To be tried again (T12).
     *
     * @param fence the worker's fence
     * @param delay how long to wait
     * @param noEffect true if the handler declared that nothing happened
     * @param execution what came of this attempt
     */
    record Retry(long fence, Duration delay, boolean noEffect, Execution execution) implements Change {}

    /**
     * The handler returned (T13).
     *
     * @param fence the worker's fence
     * @param execution what it returned
     */
    record Finish(long fence, Execution execution) implements Change {}

    /**
     * The handler failed, or it is not known (T14).
     *
     * @param fence the worker's fence
     * @param reason why
     * @param noEffect true if the handler declared that nothing happened
     * @param execution what came of it
     */
    record Fail(long fence, ReasonCode reason, boolean noEffect, Execution execution) implements Change {}

    /**
     * The worker is dead (T15, T16).
     *
     * @param grace how long its lease must be over
     */
    record Reap(Duration grace) implements Change {}

    /**
     * Must not run any more (T17).
     *
     * @param reason why; {@link ReasonCode#OUTCOME_UNKNOWN} for what may have happened, though it was never claimed: with the steps of
     *     its chain that ran in the same transaction
     * @param found what speaks against it, as a failure that is told and kept in the place of a handler's, or null where the
     *     reason says it all
     */
    record Abandon(ReasonCode reason, @Nullable ToolResult found) implements Change {

        /** Refuses a finding that tells of something done. */
        public Abandon {
            if (found != null && found.status() != ToolResult.Status.FAILURE) {
                throw new IllegalArgumentException("what is not started has only a failure to tell of");
            }
        }
    }

    /**
     * A person settles an unknown outcome (T18).
     *
     * @param reviewer the person
     * @param kind what was found out
     * @param note how it was found out; refused without one, for an auditor reads it
     */
    record Resolve(
            Caller reviewer, Resolution.Kind kind, @Nullable String note) implements Change {

        /** Refuses what only a chain says; makes the note one that every store can carry. */
        public Resolve {
            if (kind == Resolution.Kind.TO_BE_UNDONE || kind == Resolution.Kind.NOT_UNDONE) {
                throw new IllegalArgumentException("a chain says that, and no person");
            }
            note = storable(note);
        }
    }

    /**
     * Its chain broke, and this is what becomes of what it did (T18): said by the store, with the transition that decides it.
     *
     * @param kind {@link Resolution.Kind#TO_BE_UNDONE}, {@link Resolution.Kind#COMPENSATED} or {@link Resolution.Kind#NOT_UNDONE}
     */
    record Undo(Resolution.Kind kind) implements Change {

        /** Refuses what only a person can say. */
        public Undo {
            if (kind == Resolution.Kind.CONFIRMED_EXECUTED || kind == Resolution.Kind.CONFIRMED_NOT_EXECUTED) {
                throw new IllegalArgumentException("a person says that, and no chain");
            }
        }
    }

    /**
     * The tool's own hook settles an unknown outcome (T18).
     *
     * @param worker the worker that asked it
     * @param kind what was found out: that it happened, or that it did not
     * @param result what the call came to, if it happened and the hook knows
     */
    record Reconcile(
            String worker, Resolution.Kind kind, @Nullable ToolResult result) implements Change {

        /** Refuses what only a person or a chain can say; data that is too large for a record is left out. */
        public Reconcile {
            Storable.required(worker, "worker's name");
            boolean isFinding =
                    kind == Resolution.Kind.CONFIRMED_EXECUTED || kind == Resolution.Kind.CONFIRMED_NOT_EXECUTED;
            if (!isFinding || (result != null && kind != Resolution.Kind.CONFIRMED_EXECUTED)) {
                throw new IllegalArgumentException(
                        "a hook says that it happened, with a result or without, or that it did not");
            }
            result = result == null ? null : result.forRecords();
        }
    }

    private static @Nullable String storable(@Nullable String note) {
        return note == null ? null : Json.storable(note);
    }
}
