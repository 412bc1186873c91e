package io.toolgateway.postgres;

import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.LimitKey;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Stores new proposals (T1, T2): those of several callers in one transaction. */
final class Inserting {

    private final Sql sql;

    Inserting(Sql sql) {
        this.sql = sql;
    }

    /** What one caller brings. */
    record Wanted(List<NewProposal> proposals, List<SideEffect> effects) {

        List<NewProposal> all() {
            List<NewProposal> all = new ArrayList<>(proposals);
            all.addAll(revisions(effects));
            return all;
        }
    }

    List<Answer<Insertion>> insert(Connection connection, List<Wanted> batch, Changes changes, Pipeline last)
            throws SQLException {
        List<NewProposal> all =
                batch.stream().flatMap(wanted -> wanted.all().stream()).toList();
        Known known = Known.load(connection, sql, all);
        List<SideEffect> effects =
                batch.stream().flatMap(wanted -> wanted.effects().stream()).toList();
        Locked locked = new Locked(
                sql.hostIds(), known, Held.nothing(), Locked.limits(connection, sql, LimitKey.of(all, effects)));
        Written written = new Written(sql, Held.nothing(), changes);
        UnitOfWork unit = new UnitOfWork(locked, written);
        List<Answer<Insertion>> answers = new ArrayList<>(batch.size());
        for (Wanted wanted : batch) {
            answers.add(Answer.of(() -> unit.insert(wanted.proposals(), wanted.effects())));
        }
        written.addTo(last);
        return answers;
    }

    /** The proposals among the effects of a transition. */
    static List<NewProposal> revisions(List<SideEffect> effects) {
        return effects.stream()
                .filter(SideEffect.Insert.class::isInstance)
                .map(effect -> ((SideEffect.Insert) effect).revision())
                .toList();
    }
}
