package io.toolgateway.execution;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.FollowUp;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A free worker of this process for a call that is about to be approved: it claims the call in the transaction that approves it, so that
 * nobody has to hear of it and look for it first. Used by the gateway, not by applications; see {@link Starter}.
 *
 * <p>Threads: confined to whoever approves; what it starts runs on a thread of its own.
 *
 * @since 0.1
 */
public final class WorkSeat implements FollowUp {

    private final Proposal proposal;
    private final ClaimRequest request;
    private final Slots slots;
    private final Consumer<ClaimRequest> askingAgain;
    private final BiConsumer<Claimed, Long> worker;
    private final long before;

    /**
     * With its slot taken.
     *
     * @param request what a worker would ask for to get this proposal
     * @param askingAgain asks again for what was not answered
     * @param before the monotonic time from before it is asked for
     * @param worker runs what is claimed, with that time
     */
    WorkSeat(
            Proposal proposal,
            ClaimRequest request,
            Slots slots,
            Consumer<ClaimRequest> askingAgain,
            long before,
            BiConsumer<Claimed, Long> worker) {
        this.proposal = proposal;
        this.request = request;
        this.slots = slots;
        this.askingAgain = askingAgain;
        this.before = before;
        this.worker = worker;
    }

    @Override
    public Transition transition() {
        return request.transitionOf(proposal);
    }

    /** What is not approved yet, or is no longer to be run, is left alone. */
    @Override
    public void answered(TransitionResult result) {
        if (result instanceof TransitionResult.Applied applied) {
            AuditEvent event = applied.events().get(0);
            worker.accept(Claimed.of(applied.after().get(0), event), before);
            return;
        }
        if (result instanceof TransitionResult.AlreadyMine) {
            // How long ago it was made is not said here.
            askingAgain.accept(request);
        }
        slots.leave();
    }

    /** Asked for again like a claim: what it took would else end as unknown, though it never started. */
    @Override
    public void unanswered() {
        askingAgain.accept(request);
        slots.leave();
    }
}
