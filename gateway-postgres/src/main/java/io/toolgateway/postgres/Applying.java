package io.toolgateway.postgres;

import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes transitions: locks the rows, judges by {@link Lifecycle} on the database's clock, and writes what came of it. Those of
 * several callers in one transaction, each all or nothing.
 */
final class Applying {

    private final Sql sql;
    private final Codec codec;

    Applying(Sql sql, Codec codec) {
        this.sql = sql;
        this.codec = codec;
    }

    List<Answer<List<TransitionResult>>> apply(Connection connection, List<List<Transition>> batch)
            throws SQLException {
        List<Transition> all = batch.stream().flatMap(List::stream).toList();
        List<SideEffect> effects =
                all.stream().flatMap(one -> one.effects().stream()).toList();
        List<NewProposal> revisions = Inserting.revisions(effects);
        // Before the rows are locked, as an insert does it: two orders of locks would be a deadlock.
        Known known = revisions.isEmpty() ? Known.nothing() : Known.load(connection, sql, revisions);
        Held held = Held.forUpdate(connection, sql, all.stream().anyMatch(Applying::isClaim), ids(all));
        Budgets budgets = Budgets.lock(connection, sql, effects);
        Judging judging = new Judging(connection, codec, held, known, budgets);
        List<Answer<List<TransitionResult>>> answers = new ArrayList<>(batch.size());
        for (List<Transition> one : batch) {
            answers.add(judging.judge(one));
        }
        judging.flush();
        return answers;
    }

    private static boolean isClaim(Transition transition) {
        return transition.changes().values().stream().anyMatch(Change.Claim.class::isInstance);
    }

    private static String[] ids(List<Transition> transitions) {
        return transitions.stream()
                .flatMap(transition -> transition.changes().keySet().stream())
                .distinct()
                .map(Object::toString)
                .toArray(String[]::new);
    }
}
