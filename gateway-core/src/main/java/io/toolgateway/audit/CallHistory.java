package io.toolgateway.audit;

import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of one call, in order. A proposal is one call, so is a read, so is a refusal. */
final class CallHistory {

    /** They tell something of a call, and not where it stands. */
    private static final Set<EventType> CHANGING_NOTHING =
            EnumSet.of(EventType.LATE_RESULT, EventType.REPLAYED, EventType.NOTIFICATION_GIVEN_UP);

    private static final Set<EventType> OF_NO_CALL =
            EnumSet.of(EventType.SWITCHED, EventType.PERMITTED, EventType.PERMISSION_REVOKED);

    private final List<AuditEvent> events = new ArrayList<>();

    private CallHistory() {}

    /** Sorts events, which are in the order in which they happened, by their calls, in the order in which those began. */
    static List<CallHistory> of(Collection<AuditEvent> events) {
        List<CallHistory> calls = new ArrayList<>();
        Map<ProposalId, CallHistory> proposals = new HashMap<>();
        Map<List<@Nullable String>, Deque<CallHistory>> reads = new HashMap<>();
        for (AuditEvent event : events) {
            if (!OF_NO_CALL.contains(event.type())) {
                CallHistory call = known(event, proposals, reads);
                if (call == null) {
                    call = begun(event, proposals, reads);
                    calls.add(call);
                }
                call.events.add(event);
            }
        }
        return calls;
    }

    private static @Nullable CallHistory known(
            AuditEvent event,
            Map<ProposalId, CallHistory> proposals,
            Map<List<@Nullable String>, Deque<CallHistory>> reads) {
        Standing standing = event.standing();
        if (standing != null) {
            return proposals.get(standing.proposal());
        }
        // Equal reads that run at the same time cannot be told apart, and need not be.
        Deque<CallHistory> running = event.type() == EventType.READ_FINISHED ? reads.get(read(event)) : null;
        return running == null ? null : running.poll();
    }

    private static CallHistory begun(
            AuditEvent event,
            Map<ProposalId, CallHistory> proposals,
            Map<List<@Nullable String>, Deque<CallHistory>> reads) {
        CallHistory call = new CallHistory();
        if (event.standing() != null) {
            proposals.put(event.standing().proposal(), call);
        } else if (event.type() == EventType.READ_STARTED) {
            reads.computeIfAbsent(read(event), first -> new ArrayDeque<>()).add(call);
        }
        return call;
    }

    private static List<@Nullable String> read(AuditEvent event) {
        Subject subject = event.subject();
        return Arrays.asList(
                subject.caller().tenant().value(),
                subject.caller().userId(),
                subject.request().id(),
                subject.callId(),
                subject.tool(),
                subject.shownArguments());
    }

    List<AuditEvent> events() {
        return events;
    }

    AuditEvent first() {
        return events.get(0);
    }

    /** The latest event that tells where the call stands; what came late or was only repeated changes nothing. */
    AuditEvent latest() {
        AuditEvent latest = first();
        for (AuditEvent event : events) {
            if (!CHANGING_NOTHING.contains(event.type())) {
                latest = event;
            }
        }
        return latest;
    }

    /** The event that ended the call, or null while nothing has. */
    @Nullable
    AuditEvent end() {
        AuditEvent end = null;
        for (AuditEvent event : events) {
            end = switch (event.type()) {
                case REFUSED, READ_FINISHED, EXECUTED, FAILED, REJECTED, WITHDRAWN, SUPERSEDED, EXPIRED -> event;
                default -> end;
            };
        }
        return end;
    }

    /** How long each start of the handler ran. */
    List<Duration> times() {
        return executions().map(Execution::took).toList();
    }

    /** How long the handler ran in all, or null if no start of it has ended. */
    @Nullable
    Duration took() {
        return times().stream().reduce(Duration::plus).orElse(null);
    }

    BigDecimal cost() {
        return executions()
                .map(Execution::result)
                .filter(Objects::nonNull)
                .map(ToolResult::cost)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Stream<Execution> executions() {
        return events.stream().map(AuditEvent::execution).filter(Objects::nonNull);
    }
}
