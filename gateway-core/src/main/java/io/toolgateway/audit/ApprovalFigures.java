package io.toolgateway.audit;

import io.toolgateway.proposal.ProposalStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How people keep up with what is parked.
 *
 * @param pending how many calls wait for people now
 * @param oldest how long the oldest of them has waited, or null if none waits
 * @param decided how many were decided by a reviewer within the window: approved, rejected or replaced
 * @param timeToDecision the median time from parking to that decision, or null if none was decided
 * @param expired how many calls ran out of time within the window
 * @since 0.1
 */
public record ApprovalFigures(
        long pending,
        @Nullable Duration oldest,
        long decided,
        @Nullable Duration timeToDecision,
        long expired) {

    static ApprovalFigures of(List<CallHistory> calls, Instant from, Instant to) {
        List<Duration> ages = new ArrayList<>();
        List<Duration> decisions = new ArrayList<>();
        long expired = 0;
        for (CallHistory call : calls) {
            Instant parked = call.first().at();
            Standing standing = call.latest().standing();
            if (standing != null && standing.status() == ProposalStatus.PENDING) {
                ages.add(Duration.between(parked, to));
            }
            for (AuditEvent event : call.events()) {
                if (event.at().isBefore(from)) {
                    continue;
                }
                switch (event.type()) {
                    case APPROVED, REJECTED, SUPERSEDED -> decisions.add(Duration.between(parked, event.at()));
                    case EXPIRED -> expired++;
                    default -> {}
                }
            }
        }
        Duration oldest = ages.stream().max(Duration::compareTo).orElse(null);
        return new ApprovalFigures(
                ages.size(), oldest, decisions.size(), Latency.of(decisions).p50(), expired);
    }

    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("pending", pending);
        members.put("oldest_seconds", oldest == null ? null : oldest.toSeconds());
        members.put("decided", decided);
        members.put("median_decision_seconds", timeToDecision == null ? null : timeToDecision.toSeconds());
        members.put("expired", expired);
        return members;
    }

    /** {@return one line for a console} */
    @Override
    public String toString() {
        return "Approvals: " + pending + " pending"
                + (pending == 0 ? "" : ", the oldest for " + Latency.text(Objects.requireNonNull(oldest)))
                + "; " + decided + " decided"
                + (decided == 0 ? "" : " within " + Latency.text(timeToDecision) + " (median)")
                + "; " + expired + " expired";
    }
}
