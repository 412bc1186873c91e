package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.SideEffect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores new proposals (T1, T2): those of several callers in one transaction. */
final class Inserting {

    private final Sql sql;
    private final Codec codec;

    Inserting(Sql sql, Codec codec) {
        this.sql = sql;
        this.codec = codec;
    }

    /** What one caller brings. */
    record Wanted(List<NewProposal> proposals, List<SideEffect> effects) {

        Wanted {
            if (proposals.isEmpty()) {
                throw new IllegalArgumentException("an insertion stores something");
            }
        }

        List<NewProposal> all() {
            List<NewProposal> all = new ArrayList<>(proposals);
            all.addAll(revisions(effects));
            return all;
        }
    }

    List<Answer<Insertion>> insert(Connection connection, boolean isRepeat, List<Wanted> batch) throws SQLException {
        Known known = Known.load(
                connection,
                sql,
                batch.stream().flatMap(wanted -> wanted.all().stream()).toList());
        Budgets budgets = Budgets.lock(
                connection,
                sql,
                batch.stream().flatMap(wanted -> wanted.effects().stream()).toList());
        Writes writes = codec.writes();
        List<Answer<Insertion>> answers = new ArrayList<>(batch.size());
        for (Wanted wanted : batch) {
            answers.add(Answer.of(() -> insert(wanted, known, budgets, writes, isRepeat)));
        }
        writes.flush(connection);
        return answers;
    }

    private Insertion insert(Wanted wanted, Known known, Budgets budgets, Writes writes, boolean isRepeat) {
        Optional<Insertion> earlier = earlier(wanted.proposals(), known, isRepeat);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<String> off = known.firstOff(wanted.proposals());
        if (off.isPresent()) {
            return new Insertion.ToolOff(off.get());
        }
        List<Proposal> created = created(wanted.all(), known.now());
        known.requireNew(created);
        created.forEach(codec::requireStorable);
        Optional<String> overLimit = budgets.take(wanted.effects(), writes);
        if (overLimit.isPresent()) {
            return new Insertion.OverLimit(overLimit.get());
        }
        known.add(created);
        List<AuditEvent> events = write(created, known.now(), writes);
        send(wanted.effects(), writes);
        return new Insertion.Stored(created.subList(0, wanted.proposals().size()), events);
    }

    /** What was stored before under the same keys, if anything. */
    private static Optional<Insertion> earlier(List<NewProposal> proposals, Known known, boolean isRepeat) {
        List<Proposal> existing = new ArrayList<>();
        boolean isMine = isRepeat;
        for (NewProposal wanted : proposals) {
            Proposal found = known.storedAs(wanted);
            if (found == null) {
                continue;
            }
            if (!isSameCall(found, wanted)) {
                return Optional.of(new Insertion.KeyConflict(found));
            }
            // Its commit was not answered, and nobody has touched it since: it is this caller's to run.
            isMine &= found.state().lastTransition().equals(wanted.transition());
            existing.add(found);
        }
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        if (existing.size() < proposals.size()) {
            // Some steps of another turn under the same keys: what they belong to is not this chain.
            return Optional.of(new Insertion.KeyConflict(existing.get(0)));
        }
        return Optional.of(isMine ? stored(existing) : new Insertion.Existing(existing));
    }

    private static Insertion.Stored stored(List<Proposal> mine) {
        List<AuditEvent> events = mine.stream()
                .map(proposal -> first(proposal, proposal.createdAt()))
                .toList();
        return new Insertion.Stored(mine, events);
    }

    private static boolean isSameCall(Proposal found, NewProposal wanted) {
        Content content = wanted.content();
        return found.tool().equals(content.tool().name())
                && found.content().tool().version().equals(content.tool().version())
                && found.argsHash().equals(content.arguments().hash());
    }

    /** New proposals; what cannot be stored is found before anything is written. */
    static List<Proposal> created(List<NewProposal> proposals, Instant now) {
        List<Proposal> created = new ArrayList<>(proposals.size());
        for (NewProposal wanted : proposals) {
            Change.Claim start = wanted.start();
            created.add(
                    start == null
                            ? Lifecycle.park(wanted.id(), wanted.content(), now, wanted.transition())
                            : Lifecycle.start(wanted.id(), wanted.content(), now, wanted.transition(), start));
        }
        return created;
    }

    /** Collects new rows; gives their events. */
    static List<AuditEvent> write(List<Proposal> created, Instant now, Writes writes) {
        List<AuditEvent> events = new ArrayList<>(created.size());
        for (Proposal proposal : created) {
            AuditEvent event = first(proposal, now);
            writes.insert(proposal, event);
            events.add(event);
        }
        return events;
    }

    private static AuditEvent first(Proposal proposal, Instant now) {
        Move move = proposal.phase() == Phase.RUNNING ? Move.START : Move.PARK;
        return AuditEvent.of(
                move, proposal, proposal.content().terms().decision().actor(), now);
    }

    static List<NewProposal> revisions(List<SideEffect> effects) {
        return effects.stream()
                .filter(SideEffect.Insert.class::isInstance)
                .map(effect -> ((SideEffect.Insert) effect).revision())
                .toList();
    }

    static void send(List<SideEffect> effects, Writes writes) {
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Send message) {
                writes.send(message);
            }
        }
    }
}
