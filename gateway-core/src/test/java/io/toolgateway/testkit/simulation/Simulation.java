package io.toolgateway.testkit.simulation;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.EventQuery;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.RecordedHistory;
import io.toolgateway.testkit.checker.Bounds;
import io.toolgateway.testkit.checker.Checker;
import io.toolgateway.testkit.checker.History;
import io.toolgateway.testkit.checker.Invariant;
import io.toolgateway.testkit.checker.Recorded;
import io.toolgateway.testkit.checker.Row;
import io.toolgateway.testkit.checker.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One history out of one seed: proposers, reviewers, workers and sweepers of several hosts on one store, the real classes, one
 * thread at a time, in virtual time. The same seed is the same history, to the letter.
 */
public final class Simulation {

    /** How long a history may take on a busy machine. */
    private static final int PATIENCE_SECONDS = 60;

    private Simulation() {}

    /**
     * What came of a history.
     *
     * @param seed what it was thrown with
     * @param steps how often someone could come first
     * @param proposals how many proposals there were
     * @param moves which moves of the protocol were made, by their numbers, and what else happened
     * @param violations what it breaks
     * @param trace what happened, if that was wanted
     */
    public record Run(
            long seed, int steps, int proposals, Set<String> moves, List<Violation> violations, List<String> trace) {

        /** What there is to say of it, for whoever has to find out why. */
        public String story() {
            StringBuilder story = new StringBuilder("seed " + seed + " breaks:\n");
            violations.forEach(violation -> story.append("  ").append(violation).append('\n'));
            story.append("again: -Dtest=SimulationTest -Dsimulation.seed=")
                    .append(seed)
                    .append('\n');
            trace.forEach(line -> story.append(line).append('\n'));
            return story.toString();
        }
    }

    /** A history; told in full only if it breaks something. */
    public static Run run(long seed) {
        Run run = run(seed, false);
        return run.violations().isEmpty() ? run : traced(seed);
    }

    /** A history that is not told. */
    static Run quietly(long seed) {
        return run(seed, false);
    }

    /** A history, told in full. */
    public static Run traced(long seed) {
        return run(seed, true);
    }

    private static Run run(long seed, boolean traced) {
        World world = new World(seed, traced);
        Director director = new Director(world);
        world.joinPerson("director", director::play);
        boolean over = ends(world);
        List<Violation> violations = new ArrayList<>();
        if (!over) {
            violations.add(new Violation(
                    Invariant.I7, null, "stands still while " + world.baton().holder() + " goes on"));
            return new Run(seed, world.baton().steps(), 0, Set.of(), violations, List.of());
        }
        world.broken().forEach(broken -> violations.add(new Violation(Invariant.I7, null, told(broken))));
        violations.addAll(violations(world, director.recoveredAt()));
        return new Run(
                seed,
                world.baton().steps(),
                world.proposals().size(),
                moves(world),
                violations,
                world.trace().lines());
    }

    private static boolean ends(World world) {
        try {
            return world.baton().run(PATIENCE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Violation> violations(World world, Instant recoveredAt) {
        if (!world.broken().isEmpty()) {
            return List.of();
        }
        List<Proposal> proposals = world.proposals();
        List<AuditEvent> events = world.store().events(EventQuery.since(People.ACME, Instant.EPOCH));
        History history = new History(
                world.book().effects(),
                events.stream().flatMap(event -> Recorded.of(event).stream()).toList(),
                proposals.stream().map(row -> row(world, row)).toList(),
                world.book().answers(),
                new Bounds(recoveredAt, Pace.SETTLING, Duration.ZERO, false, world.now()));
        List<Violation> all = new ArrayList<>(world.book().found());
        all.addAll(Checker.check(history, List::of));
        all.addAll(SurroundingRules.check(world.book(), proposals, events));
        return all;
    }

    /** Which moves were made: histories in which nothing goes wrong would find nothing. */
    private static Set<String> moves(World world) {
        Set<String> moves = new TreeSet<>();
        for (Proposal proposal : world.proposals()) {
            List<AuditEvent> events = world.store().events(EventQuery.ofProposal(People.ACME, proposal.id()));
            events.stream()
                    .filter(event -> event.type() == EventType.LATE_RESULT)
                    .forEach(event -> moves.add(event.type().text()));
            moves.addAll(movesOf(events));
            ReasonCode reason = proposal.state().reason();
            if (reason != null) {
                moves.add(reason.text());
            }
        }
        return moves;
    }

    private static List<String> movesOf(List<AuditEvent> events) {
        try {
            return RecordedHistory.of(events).moves();
        } catch (AssertionError illegal) {
            return List.of();
        }
    }

    private static Row row(World world, Proposal proposal) {
        boolean isTampered =
                world.book().tampered().stream().anyMatch(one -> one.id().equals(proposal.id()));
        return isTampered ? Row.of(proposal).asApproved() : Row.of(proposal);
    }

    private static String told(Throwable broken) {
        StringWriter text = new StringWriter();
        broken.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
