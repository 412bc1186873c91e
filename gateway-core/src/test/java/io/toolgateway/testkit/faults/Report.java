package io.toolgateway.testkit.faults;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.testkit.checker.Answer;
import io.toolgateway.testkit.checker.EffectLine;
import io.toolgateway.testkit.checker.History;
import io.toolgateway.testkit.checker.Row;
import io.toolgateway.testkit.checker.Violation;
import java.time.Duration;
import java.util.List;

/**
 * What came of a campaign.
 *
 * @param name its name
 * @param faults how many faults there were
 * @param seed what its chances follow from
 * @param history everything that is known of it
 * @param violations what the checker found
 * @param settled how long after the last fault the last approved proposal took
 * @param took how long it took in all
 */
public record Report(
        String name,
        int faults,
        long seed,
        History history,
        List<Violation> violations,
        Duration settled,
        Duration took) {

    /** One line for people. */
    public String line() {
        return "%s: %d faults, seed %d: %d proposals, %d starts, %d reaped, %d late results, %d answers lost, %d executed,"
                        .formatted(
                                name,
                                faults,
                                seed,
                                history.rows().size(),
                                starts(),
                                events(EventType.REAPED),
                                events(EventType.LATE_RESULT),
                                lost(),
                                status(ProposalStatus.EXECUTED))
                + " %d unknown, %d open; settled in %d ms; %d violations; %.1f s"
                        .formatted(
                                unknown(),
                                status(ProposalStatus.APPROVED),
                                settled.toMillis(),
                                violations.size(),
                                took.toMillis() / 1000.0);
    }

    /** How many handlers began. */
    public long starts() {
        return history.effects().stream()
                .filter(line -> line.kind() == EffectLine.Kind.BEGUN)
                .count();
    }

    /** How many questions the store did not answer. */
    public long lost() {
        return history.answers().stream()
                .filter(answer -> answer.told() == Answer.Told.LOST)
                .count();
    }

    /** Of how many calls nobody knows whether they happened. */
    public long unknown() {
        return history.rows().stream().filter(Report::isUnknown).count();
    }

    private static boolean isUnknown(Row row) {
        return row.status() == ProposalStatus.FAILED && row.effect() == EffectState.POSSIBLE;
    }

    private long status(ProposalStatus status) {
        return history.rows().stream().filter(row -> row.status() == status).count();
    }

    private long events(EventType type) {
        return history.events().stream().filter(event -> event.type() == type).count();
    }
}
