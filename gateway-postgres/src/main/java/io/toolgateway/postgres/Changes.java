package io.toolgateway.postgres;

import io.toolgateway.live.Committed;
import io.toolgateway.live.Projection;
import io.toolgateway.live.Ready;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What those who wait for work, and a live view, are to learn of a transaction once it is committed.
 *
 * <p>Threads: confined to one.
 */
final class Changes {

    private final List<Projection> projections = new ArrayList<>();
    /** As they stand by now: what was claimed together with its approval is nobody else's to take. */
    private final Map<ProposalId, Ready> ready = new LinkedHashMap<>();

    void inserted(Proposal proposal) {
        changed(proposal);
    }

    void updated(Proposal after, Move move) {
        if (move != Move.HEARTBEAT) {
            changed(after);
        }
    }

    private void changed(Proposal after) {
        shown(after);
        ready.remove(after.id());
        if (isReady(after)) {
            ready.put(after.id(), new Ready(after.id(), after.version()));
        }
    }

    private void shown(Proposal proposal) {
        if (Projection.isShown(proposal)) {
            projections.add(Projection.of(proposal));
        }
    }

    /** Whether it may be claimed now, or lets the next step of its chain be. */
    private static boolean isReady(Proposal after) {
        ChainPosition chain = after.content().chain();
        boolean hasNext = chain != null && chain.index() < chain.size() - 1;
        return after.phase() == Phase.APPROVED || (after.phase() == Phase.EXECUTED && hasNext);
    }

    boolean isAnyReady() {
        return !ready.isEmpty();
    }

    Committed committed() {
        return new Committed(projections, List.copyOf(ready.values()));
    }
}
