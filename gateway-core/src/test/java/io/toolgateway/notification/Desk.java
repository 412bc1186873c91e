package io.toolgateway.notification;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.Proposals;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store whose moves are announced as a gateway announces them, and the delivery of what was. */
final class Desk {

    /** Holds what is settled without having been reviewed. */
    static final String SETTLER = "settler";

    final SettableClock clock = new SettableClock();
    final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    final Scenario scenario = new Scenario(store);
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    final NotificationDelivery delivery;
    private final List<SideEffect.Announce> announcements;

    Desk(Notifications notifications) {
        this.announcements = notifications.announcers(tool -> Set.of(SETTLER)).stream()
                .map(announcer -> new SideEffect.Announce(announcer, false))
                .toList();
        this.delivery = new NotificationDelivery(notifications, store, events::add, clock);
    }

    Proposal insert(ProposalBuilder proposal) {
        return insert(List.of(proposal.build())).get(0);
    }

    List<Proposal> insertChain(ProposalBuilder... steps) {
        return insert(Proposals.chain(steps));
    }

    private List<Proposal> insert(List<NewProposal> proposals) {
        return ((Insertion.Stored) store.insert(proposals, List.copyOf(announcements))).proposals();
    }

    Proposal made(Proposal proposal, Change change) {
        return scenario.made(proposal, change, announcements.toArray(SideEffect[]::new));
    }

    Proposal running(ProposalBuilder proposal) {
        return scenario.running(proposal);
    }

    void sweep() {
        store.sweep(new SweepRequest(SequentialIds.IDS.next(), 100, Changes.GRACE, Set.of(), announcements));
    }

    /** Lets time go by in steps, delivering what falls due. */
    void pass(Duration time, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            delivery.deliverDue();
            clock.advance(step);
        }
        delivery.deliverDue();
    }
}
