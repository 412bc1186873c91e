package io.toolgateway.testkit.faults;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Progress;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.State;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** See {@link Mistake#CLAIM_NOT_RECORDED}. */
public final class ClaimNotRecorded extends ForwardingStore {

    private final Set<ProposalId> taken = ConcurrentHashMap.newKeySet();

    ClaimNotRecorded(ProposalStore store) {
        super(store);
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        List<Claimed> read =
                store.search(ProposalQuery.of(Workshop.TENANT).in(ProposalStatus.APPROVED)).proposals().stream()
                        .filter(proposal -> proposal.phase() == Phase.APPROVED && taken.add(proposal.id()))
                        .limit(1)
                        .map(proposal -> held(proposal, request))
                        .toList();
        return read.isEmpty() ? store.claim(request) : read;
    }

    /** A proposal as a worker holds it that has asked nobody. */
    public static Claimed held(Proposal proposal, ClaimRequest request) {
        State state = proposal.state();
        Progress before = state.progress();
        Instant now = Instant.now();
        Lease lease = new Lease(request.worker(), now.plus(request.lease()));
        Progress progress = new Progress(
                EffectState.POSSIBLE, before.effect(), before.attempt() + 1, before.fence() + 1, lease, null);
        Proposal held = new Proposal(
                proposal.id(),
                proposal.content(),
                proposal.createdAt(),
                proposal.validUntil(),
                new State(
                        state.status(),
                        state.reason(),
                        state.version() + 1,
                        request.transition(),
                        state.review(),
                        progress,
                        state.execution(),
                        state.resolution()));
        AuditEvent unwritten = AuditEvent.of(Move.CLAIM, held, "worker:" + request.worker(), now);
        return new Claimed(held, request.lease(), unwritten);
    }
}
