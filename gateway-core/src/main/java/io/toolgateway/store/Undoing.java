package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.BrokenChain;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Circumstances;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.proposal.Step;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What follows from the end of a step, in the same unit of work: the undos of a chain that broke by it, and, when an undo has
 * ended, the word of it on the step that it undoes (PROTOCOL 2.10).
 *
 * <p>Threads: confined to one.
 */
final class Undoing {

    private final Holdings holdings;
    private final Writes writes;
    private final Instant now;
    private final Map<ProposalId, Proposal> changed;
    private final List<AuditEvent> recorded = new ArrayList<>();

    /** On what is held, and on what the unit of work has changed of it, which this adds to. */
    Undoing(Holdings holdings, Writes writes, Map<ProposalId, Proposal> changed) {
        this.holdings = holdings;
        this.writes = writes;
        this.now = holdings.now();
        this.changed = changed;
    }

    /** After a change of a proposal was written; gives what is recorded besides. */
    List<AuditEvent> follow(Proposal after) {
        ChainPosition chain = after.content().chain();
        if (chain == null || !after.status().isFinal()) {
            return List.of();
        }
        ProposalId undoes = after.content().undoes();
        if (undoes != null) {
            tell(undoes, after);
        } else if (chain.ending() == ChainEnding.COMPENSATION) {
            undo(after);
        }
        return recorded;
    }

    private void undo(Proposal after) {
        List<Proposal> steps =
                holdings.chainOf(after).stream().map(this::asChanged).toList();
        List<Proposal> undone = BrokenChain.toUndo(steps);
        UUID transition = after.state().lastTransition();
        for (int i = 0; i < undone.size(); i++) {
            Proposal step = undone.get(i);
            Proposal undo = Lifecycle.undo(step, BrokenChain.place(undone, i), now, transition);
            AuditEvent event = AuditEvent.of(Move.ORDER_UNDO, undo, BrokenChain.actor(step), now);
            writes.inserted(undo, event);
            changed.put(undo.id(), undo);
            recorded.add(event);
            say(step, Resolution.Kind.TO_BE_UNDONE, transition);
        }
        // Two who end two steps at the same time must not both take the chain for undecided.
        BrokenChain.undecided(steps)
                .filter(step -> !changed.containsKey(step.id()))
                .ifPresent(writes::judgedBy);
    }

    private void tell(ProposalId undoes, Proposal undo) {
        Proposal held = changed.getOrDefault(undoes, holdings.find(undoes));
        if (held == null) {
            return;
        }
        Resolution said = undo.state().resolution();
        boolean isDone = isUndone(undo) || (said != null && said.kind() == Resolution.Kind.CONFIRMED_EXECUTED);
        say(
                held,
                isDone ? Resolution.Kind.COMPENSATED : Resolution.Kind.NOT_UNDONE,
                undo.state().lastTransition());
    }

    /** What is only accepted, or was not done, leaves the step for a person to look at. */
    private static boolean isUndone(Proposal undo) {
        Execution execution = undo.state().execution();
        ToolResult result = execution == null ? null : execution.result();
        return undo.status() == ProposalStatus.EXECUTED
                && result != null
                && result.status() == ToolResult.Status.SUCCESS;
    }

    private void say(Proposal step, Resolution.Kind kind, UUID transition) {
        Step said = Lifecycle.apply(
                step, new Change.Undo(kind), Circumstances.clear(now), BrokenChain.saidWith(transition));
        if (said instanceof Step.Made made) {
            AuditEvent event = AuditEvent.of(made.move(), made.after(), BrokenChain.actor(step), now);
            writes.updated(step, made.after(), made.move(), event);
            changed.put(step.id(), made.after());
            recorded.add(event);
            Conversations.late(step, made)
                    .map(message -> message.notBefore(now))
                    .ifPresent(writes::sent);
        }
    }

    private Proposal asChanged(Proposal step) {
        return changed.getOrDefault(step.id(), step);
    }
}
