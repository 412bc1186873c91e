package io.toolgateway.testkit.checker;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Standing;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event says of a proposal. */
public record Recorded(
        EventType type,
        Instant at,
        ProposalId proposal,
        long version,
        ProposalStatus status,
        EffectState effect,
        @Nullable ReasonCode reason,
        int attempt,
        long fence,
        String actor) {

    private static final Set<EventType> NO_TRANSITION = EnumSet.of(
            EventType.REFUSED,
            EventType.REPLAYED,
            EventType.READ_STARTED,
            EventType.READ_FINISHED,
            EventType.LATE_RESULT,
            EventType.NOTIFICATION_GIVEN_UP,
            EventType.SWITCHED);

    private static final Set<ReasonCode> WITHOUT_A_START = EnumSet.of(
            ReasonCode.STALE_STATE,
            ReasonCode.ARGS_CHANGED,
            ReasonCode.CHAIN_ABORTED,
            ReasonCode.REFERENCE_UNRESOLVED,
            ReasonCode.NEEDS_OTHER_APPROVAL,
            ReasonCode.TOOL_CHANGED,
            ReasonCode.NOT_ENTITLED);

    /** What an event says; empty if it is of no proposal. */
    public static Optional<Recorded> of(AuditEvent event) {
        Standing standing = event.standing();
        if (standing == null) {
            return Optional.empty();
        }
        return Optional.of(new Recorded(
                event.type(),
                event.at(),
                standing.proposal(),
                standing.version(),
                standing.status(),
                standing.effect(),
                standing.reason(),
                standing.attempt(),
                standing.fence(),
                standing.actor()));
    }

    boolean isTransition() {
        return !NO_TRANSITION.contains(type);
    }

    boolean isClaim() {
        return type == EventType.CLAIMED || type == EventType.STARTED;
    }

    /** Whether a worker lets go of the proposal with this; what is found before a start may be found by a handler, too. */
    boolean endsHold(boolean isHeld) {
        return switch (type) {
            case EXECUTED, RETRYING, RELEASED -> true;
            case FAILED ->
                actor.startsWith("worker:") && (isHeld || reason == null || !WITHOUT_A_START.contains(reason));
            default -> false;
        };
    }
}
