package io.toolgateway.testkit.checker;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.ProposalId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** I11: the steps of a chain are decided as a unit and run in order, and none after one that was not executed. */
final class ChainRules {

    private final List<Violation> found = new ArrayList<>();

    private ChainRules() {}

    static List<Violation> check(History history) {
        ChainRules rules = new ChainRules();
        Map<UUID, List<Row>> chains = history.rows().stream()
                .filter(row -> row.chain() != null)
                .collect(Collectors.groupingBy(row -> position(row).chainId()));
        chains.values().forEach(steps -> {
            List<Row> inOrder = steps.stream()
                    .sorted(Comparator.comparingInt(row -> position(row).index()))
                    .toList();
            rules.decidedAsOne(inOrder);
            rules.startedInOrder(inOrder, history.events());
        });
        return rules.found;
    }

    private static ChainPosition position(Row row) {
        return Objects.requireNonNull(row.chain());
    }

    private void decidedAsOne(List<Row> steps) {
        Row first = steps.get(0);
        require(steps.size() == position(first).size(), first, () -> "a chain of " + steps.size() + " steps");
        for (Row step : steps) {
            require(
                    (step.approvedHash() == null) == (first.approvedHash() == null)
                            && Objects.equals(step.decidedBy(), first.decidedBy()),
                    step,
                    () -> "decided otherwise than the first step " + first);
        }
    }

    /** The record's order: the start of a step comes after the step before it has been executed. */
    private void startedInOrder(List<Row> steps, List<Recorded> events) {
        Map<ProposalId, Row> before = new HashMap<>();
        for (int step = 1; step < steps.size(); step++) {
            before.put(steps.get(step).id(), steps.get(step - 1));
        }
        Set<ProposalId> executed = new HashSet<>();
        for (Recorded event : events) {
            Row previous = before.get(event.proposal());
            if (event.isClaim() && previous != null) {
                require(
                        executed.contains(previous.id()),
                        previous,
                        () -> "not executed, yet the next step began: " + event);
            } else if (event.type() == EventType.EXECUTED) {
                executed.add(event.proposal());
            }
        }
    }

    private void require(boolean holds, Row row, Supplier<String> what) {
        if (!holds) {
            found.add(new Violation(Invariant.I11, row.id(), what.get()));
        }
    }
}
