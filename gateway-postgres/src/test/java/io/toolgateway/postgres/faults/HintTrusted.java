package io.toolgateway.postgres.faults;

import io.toolgateway.live.LiveView;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.Review;
import io.toolgateway.proposal.State;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.faults.ClaimNotRecorded;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.testkit.faults.Workshop;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import redis.clients.jedis.RedisClient;

/** A mistake: what stands in {@code approved_tool_calls} counts as approved. */
public final class HintTrusted extends ShownOpener {

    private static final int LATEST = 50;

    @Override
    ProposalStore around(ProposalStore store, LiveView view, RedisClient client) {
        Set<ProposalId> taken = ConcurrentHashMap.newKeySet();
        return new ForwardingStore(store) {
            @Override
            public List<Claimed> claim(ClaimRequest request) {
                Set<String> hinted = client.xrevrange("approved_tool_calls", "+", "-", LATEST).stream()
                        .map(entry -> String.valueOf(entry.getFields().get("proposal_id")))
                        .collect(Collectors.toSet());
                List<Proposal> pending = store.search(
                                ProposalQuery.of(Workshop.TENANT).in(ProposalStatus.PENDING))
                        .proposals();
                List<Claimed> trusted = pending.stream()
                        .filter(one -> hinted.contains(one.id().toString()) && taken.add(one.id()))
                        .limit(1)
                        .map(one -> ClaimNotRecorded.held(approved(one), request))
                        .toList();
                return trusted.isEmpty() ? store.claim(request) : trusted;
            }
        };
    }

    private static Proposal approved(Proposal pending) {
        State state = pending.state();
        Review review = state.review();
        Review approved =
                new Review(review.stages(), review.votes(), pending.argsHash(), "user:whoever", null, null, null);
        return new Proposal(
                pending.id(),
                pending.content(),
                pending.createdAt(),
                pending.validUntil(),
                new State(
                        ProposalStatus.APPROVED,
                        state.reason(),
                        state.version(),
                        state.lastTransition(),
                        approved,
                        state.progress(),
                        state.execution(),
                        state.resolution()));
    }
}
