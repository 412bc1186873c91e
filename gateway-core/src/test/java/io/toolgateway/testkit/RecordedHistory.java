package io.toolgateway.testkit;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Standing;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays the events of one proposal by a table of its own and fails on the first that the protocol does not allow: a move
 * that the table lacks, a gap in the versions, a transition that made two states, a fence that does not grow, a status that is not true.
 */
public final class RecordedHistory {

    private static final Set<EventType> NO_TRANSITION = EnumSet.of(
            EventType.REFUSED,
            EventType.REPLAYED,
            EventType.READ_STARTED,
            EventType.READ_FINISHED,
            EventType.LATE_RESULT,
            EventType.NOTIFICATION_GIVEN_UP,
            EventType.SWITCHED);

    private final List<String> moves = new ArrayList<>();
    private final Set<UUID> transitions = new HashSet<>();
    private Set<EventType> mayLoseItsEffect = Set.of();
    private Phase phase = Phase.ABSENT;
    private long version;
    private long fence;
    private int attempt;
    private EffectState effect = EffectState.NONE;
    private Instant at = Instant.MIN;

    private RecordedHistory() {}

    /** Replays the events of one proposal, in the order in which they were recorded. */
    public static RecordedHistory of(List<AuditEvent> events) {
        RecordedHistory history = new RecordedHistory();
        events.stream().filter(event -> !NO_TRANSITION.contains(event.type())).forEach(history::replay);
        return history;
    }

    /** The same of a call whose effect is committed with its record, so that a dead worker's has none. */
    public static RecordedHistory ofOneTransaction(List<AuditEvent> events) {
        RecordedHistory history = new RecordedHistory();
        history.mayLoseItsEffect = EnumSet.of(EventType.REAPED, EventType.FAILED);
        events.stream().filter(event -> !NO_TRANSITION.contains(event.type())).forEach(history::replay);
        return history;
    }

    /** The numbers of the moves, such as T1, T4. */
    public List<String> moves() {
        return moves;
    }

    /** Where the proposal stands at the end. */
    public Phase phase() {
        return phase;
    }

    /** The version of the state at the end. */
    public long version() {
        return version;
    }

    /** The fence at the end. */
    public long fence() {
        return fence;
    }

    private void replay(AuditEvent event) {
        Standing standing = Objects.requireNonNull(event.standing());
        String move = move(event.type(), standing);
        require(standing.version() == version + 1, move, "a version follows " + version, standing);
        require(standing.fence() == fence + fences(move), move, "a fence of " + (fence + fences(move)), standing);
        require(standing.attempt() == attempt + attempts(move), move, "an attempt counted", standing);
        require(!event.at().isBefore(at), move, "time going on from " + at, standing);
        require(transitions.add(standing.transition()), move, "a transition of its own", standing);
        phase = after(move);
        require(standing.status() == status(phase), move, "the status of " + phase, standing);
        requireTrueEffect(event.type(), move, standing);
        moves.add(move);
        version = standing.version();
        fence = standing.fence();
        attempt = standing.attempt();
        effect = standing.effect();
        at = event.at();
    }

    /** Which move of the table an event tells of. */
    private String move(EventType type, Standing standing) {
        String found = switch (phase) {
            case ABSENT -> first(type);
            case PENDING -> ofPending(type);
            case APPROVED -> ofApproved(type, standing);
            case RUNNING -> ofRunning(type, standing);
            default -> type == EventType.RESOLVED ? "T18" : null;
        };
        if (found == null) {
            throw new AssertionError(type + " does not follow " + phase + " after " + moves + ": " + standing);
        }
        return found;
    }

    private static @Nullable String first(EventType type) {
        return switch (type) {
            case PARKED -> "T1";
            case STARTED -> "T2";
            case UNDO_ORDERED -> "T19";
            default -> null;
        };
    }

    private static @Nullable String ofPending(EventType type) {
        return switch (type) {
            case APPROVED -> "T4";
            case VOTED -> "T4v";
            case WIDENED -> "T4e";
            case REJECTED -> "T5";
            case WITHDRAWN -> "T5w";
            case SUPERSEDED -> "T5s";
            case EXPIRED -> "T6";
            default -> null;
        };
    }

    private static @Nullable String ofApproved(EventType type, Standing standing) {
        return switch (type) {
            case EXPIRED -> "T7";
            case FAILED -> standing.reason() == ReasonCode.DEADLINE_AFTER_ATTEMPT ? "T8" : "T17";
            case CLAIMED -> "T9";
            default -> null;
        };
    }

    private @Nullable String ofRunning(EventType type, Standing standing) {
        return switch (type) {
            case RELEASED -> "T11";
            case RETRYING -> "T12";
            case EXECUTED -> "T13";
            case FAILED -> standing.fence() == fence ? "T14" : "T16";
            case REAPED -> "T15";
            default -> null;
        };
    }

    private static int fences(String move) {
        return Set.of("T2", "T9", "T15", "T16").contains(move) ? 1 : 0;
    }

    private static int attempts(String move) {
        return move.equals("T2") || move.equals("T9") ? 1 : move.equals("T11") ? -1 : 0;
    }

    private Phase after(String move) {
        return switch (move) {
            case "T1", "T4v", "T4e" -> Phase.PENDING;
            case "T2", "T9" -> Phase.RUNNING;
            case "T4", "T11", "T12", "T15", "T19" -> Phase.APPROVED;
            case "T5", "T5w", "T5s" -> Phase.REJECTED;
            case "T6", "T7" -> Phase.EXPIRED;
            case "T13" -> Phase.EXECUTED;
            case "T18" -> phase;
            default -> Phase.FAILED;
        };
    }

    private static ProposalStatus status(Phase phase) {
        return switch (phase) {
            case PENDING -> ProposalStatus.PENDING;
            case APPROVED, RUNNING -> ProposalStatus.APPROVED;
            case REJECTED -> ProposalStatus.REJECTED;
            case EXECUTED -> ProposalStatus.EXECUTED;
            case EXPIRED -> ProposalStatus.EXPIRED;
            case FAILED -> ProposalStatus.FAILED;
            case ABSENT -> throw new AssertionError("no status");
        };
    }

    /** I9: rejected and pending never started, expired had no effect, executed returned, running may have had one. */
    private void requireTrueEffect(EventType type, String move, Standing standing) {
        boolean isTrue = switch (phase) {
            case PENDING, REJECTED, EXPIRED -> standing.effect() == EffectState.NONE;
            case RUNNING -> standing.effect() == EffectState.POSSIBLE;
            case EXECUTED -> standing.effect() == EffectState.APPLIED;
            case APPROVED, FAILED -> standing.effect() != EffectState.APPLIED;
            case ABSENT -> false;
        };
        boolean lostOne = effect == EffectState.POSSIBLE
                && standing.effect() == EffectState.NONE
                && !Set.of("T11", "T12", "T14").contains(move)
                && !mayLoseItsEffect.contains(type);
        require(isTrue && !lostOne, move, "a true effect after " + effect, standing);
    }

    private void require(boolean holds, String move, String what, Standing standing) {
        if (!holds) {
            throw new AssertionError(move + " needs " + what + " after " + moves + ", but has " + standing);
        }
    }
}
