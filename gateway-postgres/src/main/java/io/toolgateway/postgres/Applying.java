package io.toolgateway.postgres;

import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.LimitKey;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes transitions: locks the rows, judges by {@link UnitOfWork} on the database's clock, and writes what came of it. Those of
 * several callers in one transaction, each all or nothing.
 */
final class Applying {

    private final Sql sql;

    Applying(Sql sql) {
        this.sql = sql;
    }

    List<Answer<List<TransitionResult>>> apply(
            Connection connection, List<List<Transition>> batch, Changes changes, Pipeline last) throws SQLException {
        List<Transition> all = batch.stream().flatMap(List::stream).toList();
        List<SideEffect> effects =
                all.stream().flatMap(one -> one.effects().stream()).toList();
        List<NewProposal> revisions = Inserting.revisions(effects);
        // Before the rows are locked, as an insert does it: two orders of locks would be a deadlock.
        Known known = revisions.isEmpty() ? Known.nothing() : Known.load(connection, sql, revisions);
        Held held = Held.forUpdate(
                connection,
                sql,
                all.stream().filter(Applying::isClaim).map(Transition::id).toList(),
                ids(all, change -> true),
                ids(all, Applying::mayEnd));
        Locked locked =
                new Locked(sql.hostIds(), known, held, Locked.limits(connection, sql, limits(all, effects, held)));
        Written written = new Written(sql, held, changes);
        UnitOfWork unit = new UnitOfWork(locked, written);
        List<Answer<List<TransitionResult>>> answers = new ArrayList<>(batch.size());
        for (List<Transition> one : batch) {
            answers.add(judge(unit, one));
        }
        written.addTo(last);
        return answers;
    }

    private static Answer<List<TransitionResult>> judge(UnitOfWork unit, List<Transition> transitions) {
        List<TransitionResult> results = new ArrayList<>(transitions.size());
        for (Transition transition : transitions) {
            Answer<TransitionResult> answer = Answer.of(() -> unit.apply(transition));
            if (answer instanceof Answer.Failed<TransitionResult> failed) {
                return new Answer.Failed<>(failed.cause());
            }
            results.add(((Answer.Done<TransitionResult>) answer).result());
        }
        return new Answer.Done<>(results);
    }

    /** What the effects take out of, and what the rows give back to. */
    private static SortedSet<LimitKey> limits(List<Transition> transitions, List<SideEffect> effects, Held held) {
        SortedSet<LimitKey> limits = LimitKey.of(List.of(), effects);
        for (Transition transition : transitions) {
            transition.changes().forEach((id, change) -> {
                Loaded loaded = held.get(id);
                if (loaded != null) {
                    limits.addAll(LimitKey.of(loaded.row().proposal(), change, held.now()));
                }
            });
        }
        return limits;
    }

    private static boolean isClaim(Transition transition) {
        return transition.changes().values().stream().anyMatch(Change.Claim.class::isInstance);
    }

    private static Set<ProposalId> ids(List<Transition> transitions, Predicate<Change> which) {
        return transitions.stream()
                .flatMap(transition -> transition.changes().entrySet().stream())
                .filter(change -> which.test(change.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What a worker asks for on its way ends nothing, so that no chain follows it. */
    private static boolean mayEnd(Change change) {
        return !(change instanceof Change.Claim
                || change instanceof Change.Heartbeat
                || change instanceof Change.Release
                || change instanceof Change.Retry);
    }
}
