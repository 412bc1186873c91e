package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Step;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Judges transitions on rows that are locked, in their order, and collects what has to be written.
 *
 * <p>Threads: confined to one.
 */
final class Judging {

    private final Connection connection;
    private final Codec codec;
    private final Held held;
    private final Known known;
    private final Budgets budgets;
    private final Writes writes;
    private final Set<ProposalId> changed = new HashSet<>();

    Judging(Connection connection, Codec codec, Held held, Known known, Budgets budgets) {
        this.connection = connection;
        this.codec = codec;
        this.held = held;
        this.known = known;
        this.budgets = budgets;
        this.writes = codec.writes();
    }

    Answer<List<TransitionResult>> judge(List<Transition> transitions) throws SQLException {
        List<TransitionResult> results = new ArrayList<>(transitions.size());
        for (Transition transition : transitions) {
            if (transition.changes().keySet().stream().anyMatch(changed::contains)) {
                // A statement updates a row once; what follows on it goes into the next.
                flush();
            }
            Answer<TransitionResult> answer = Answer.of(() -> judge(transition));
            if (answer instanceof Answer.Failed<TransitionResult> failed) {
                return new Answer.Failed<>(failed.cause());
            }
            results.add(((Answer.Done<TransitionResult>) answer).result());
        }
        return new Answer.Done<>(results);
    }

    void flush() throws SQLException {
        writes.flush(connection);
        changed.clear();
    }

    private TransitionResult judge(Transition transition) {
        List<Loaded> current = new ArrayList<>();
        for (ProposalId id : transition.changes().keySet()) {
            Loaded loaded = held.get(id);
            if (loaded == null || !loaded.row().proposal().tenant().equals(transition.tenant())) {
                return new TransitionResult.NotFound(id);
            }
            current.add(loaded);
        }
        List<Proposal> before =
                current.stream().map(loaded -> loaded.row().proposal()).toList();
        if (before.stream().allMatch(p -> p.state().lastTransition().equals(transition.id()))) {
            return new TransitionResult.AlreadyMine(before);
        }
        List<Step.Made> made = new ArrayList<>();
        for (Loaded loaded : current) {
            Proposal proposal = loaded.row().proposal();
            Change change = Objects.requireNonNull(transition.changes().get(proposal.id()));
            Step step = Lifecycle.apply(proposal, change, loaded.around(held.now()), transition.id());
            if (step instanceof Step.Refused refused) {
                return new TransitionResult.Lost(refused.refusal(), proposal);
            }
            made.add((Step.Made) step);
        }
        return commit(transition, current, made);
    }

    private TransitionResult commit(Transition transition, List<Loaded> before, List<Step.Made> made) {
        List<NewProposal> wanted = Inserting.revisions(transition.effects());
        if (known.firstOff(wanted).isPresent()) {
            return new TransitionResult.Lost(
                    Refusal.TOOL_OFF, before.get(0).row().proposal());
        }
        List<Proposal> revisions = Inserting.created(wanted, held.now());
        known.requireNew(revisions);
        revisions.forEach(codec::requireStorable);
        made.forEach(step -> codec.requireStorable(step.after().state().review()));
        Optional<String> overLimit = budgets.take(transition.effects(), writes);
        if (overLimit.isPresent()) {
            return new TransitionResult.OverLimit(overLimit.get());
        }
        List<Proposal> after = new ArrayList<>(made.size());
        List<AuditEvent> recorded = new ArrayList<>(made.size());
        for (int i = 0; i < made.size(); i++) {
            write(before.get(i), made.get(i), transition.actor()).ifPresent(recorded::add);
            after.add(made.get(i).after());
        }
        known.add(revisions);
        recorded.addAll(Inserting.write(revisions, held.now(), writes));
        Inserting.send(transition.effects(), writes);
        return new TransitionResult.Applied(after, recorded);
    }

    /** Collects a row after a move; gives its event, which a heartbeat has not. */
    Optional<AuditEvent> write(Loaded before, Step.Made made, String actor) {
        AuditEvent event =
                made.move() == Move.HEARTBEAT ? null : AuditEvent.of(made.move(), made.after(), actor, held.now());
        held.put(before, writes.update(before.row(), made.after(), event, isBeforeDeadline(made.move())));
        changed.add(made.after().id());
        return Optional.ofNullable(event);
    }

    /** What may not happen at or after the deadline (I3). */
    private static boolean isBeforeDeadline(Move move) {
        return move == Move.APPROVE || move == Move.VOTE || move == Move.CLAIM;
    }
}
