package io.toolgateway.postgres.faults;

import io.toolgateway.live.Committed;
import io.toolgateway.live.LiveView;
import io.toolgateway.live.Projection;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.testkit.faults.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import redis.clients.jedis.RedisClient;

/** A mistake: a proposal is shown, and then stored. */
public final class ShownTooEarly extends ShownOpener {

    /** As long as a commit takes on a busy day. */
    private static final Duration BETWEEN = Duration.ofMillis(30);

    @Override
    ProposalStore around(ProposalStore store, LiveView view, RedisClient client) {
        return new ForwardingStore(store) {
            @Override
            public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
                NewProposal wanted = proposals.get(0);
                if (wanted.start() == null) {
                    Proposal parked = Lifecycle.park(wanted.id(), wanted.content(), Instant.now(), wanted.transition());
                    view.show(view.epoch(), new Committed(List.of(Projection.of(parked)), List.of()));
                    Pace.pass(BETWEEN);
                }
                return store.insert(proposals, effects);
            }
        };
    }
}
