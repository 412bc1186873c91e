package io.toolgateway.execution;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.store.Escalations;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what nobody has decided in time to more people (T4e). Done twice it changes nothing more. */
final class Escalating {

    private static final Logger LOG = LoggerFactory.getLogger(Escalating.class);

    private static final int BATCH = 100;
    private static final int READS = 5;
    /** Longer than a batch takes; what a dead worker has taken comes again after it. */
    private static final Duration HELD = Duration.ofSeconds(30);

    private static final String ACTOR = "escalation";

    private final Backing backing;

    Escalating(Backing backing) {
        this.backing = backing;
    }

    /** How many proposals were opened to more people. */
    int run() {
        int opened = 0;
        List<Outbox.Message> due;
        do {
            due = backing.store().outbox().take(TakeRequest.of(Escalations.KIND, BATCH, HELD));
            for (Outbox.Message message : due) {
                opened += escalateOrLog(message);
            }
        } while (due.size() >= BATCH);
        return opened;
    }

    /** One that cannot be done now comes again, and keeps no other back. */
    private int escalateOrLog(Outbox.Message message) {
        try {
            return escalate(message);
        } catch (RuntimeException unknown) {
            LOG.error("the escalation {} could not be done; it comes again", message, unknown);
            return 0;
        }
    }

    /** What is voted on all the time comes again; everything else is done with. */
    private int escalate(Outbox.Message message) {
        TenantId tenant = message.topic().tenant();
        Optional<Escalations.Due> due = Escalations.of(message);
        int opened = 0;
        for (int read = 0; due.isPresent() && read < READS; read++) {
            Map<ProposalId, Change> changes = changes(tenant, due.get());
            if (changes.isEmpty()) {
                break;
            }
            Transition transition = new Transition(backing.ids().next(), tenant, ACTOR, changes, backing.effects());
            TransitionResult result = backing.store().apply(List.of(transition)).get(0);
            if (result instanceof TransitionResult.Applied applied) {
                applied.events().forEach(backing.listener()::on);
                opened = applied.after().size();
                break;
            }
            if (read == READS - 1
                    && result instanceof TransitionResult.Lost lost
                    && lost.refusal() == Refusal.WRONG_VERSION) {
                return 0;
            }
        }
        backing.store().outbox().acknowledge(tenant, List.of(message.id()));
        return opened;
    }

    /** None of what is decided by now, or open to them already. */
    private Map<ProposalId, Change> changes(TenantId tenant, Escalations.Due due) {
        Map<ProposalId, Change> changes = new LinkedHashMap<>();
        List<Proposal> steps = backing.store()
                .find(tenant, due.proposal())
                .map(backing.store()::chainOf)
                .orElse(List.of());
        for (Proposal step : steps) {
            if (step.status() == ProposalStatus.PENDING) {
                due.widened(step.state().review().stages())
                        .ifPresent(wider -> changes.put(step.id(), new Change.Widen(wider, ACTOR, step.version())));
            }
        }
        return changes;
    }
}
