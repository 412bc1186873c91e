package io.toolgateway.testkit.checker;

import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What clients were told is true and stays true: I8, I9, I14. */
final class AnswerRules {

    private final Map<ProposalId, Row> rows;
    private final Map<String, ProposalId> told = new HashMap<>();
    private final List<Violation> found = new ArrayList<>();

    private AnswerRules(History history) {
        rows = history.rows().stream().collect(Collectors.toMap(Row::id, Function.identity(), (a, b) -> a));
    }

    static List<Violation> check(History history) {
        AnswerRules rules = new AnswerRules(history);
        history.answers().forEach(rules::check);
        return rules.found;
    }

    private void check(Answer answer) {
        ProposalId id = answer.proposal();
        if (id == null) {
            return;
        }
        ProposalId before = told.putIfAbsent(answer.token(), id);
        require(before == null || before.equals(id), Invariant.I14, answer, () -> "was told " + before + " before");
        Row row = rows.get(id);
        if (row == null) {
            boolean stored = answer.told() != Answer.Told.LOST && answer.told() != Answer.Told.DENIED;
            require(!stored, Invariant.I14, answer, () -> "no such proposal is stored");
            return;
        }
        require(row.token().equals(answer.token()), Invariant.I14, answer, () -> "that is another call: " + row);
        require(isTrue(answer, row), Invariant.I9, answer, () -> "but " + row);
        require(
                answer.act() != Answer.Act.APPROVE
                        || answer.told() != Answer.Told.ACCEPTED
                        || row.approvedHash() == null
                        || row.approvedHash().equals(answer.hash()),
                Invariant.I8,
                answer,
                () -> "approved what was not shown");
    }

    private static boolean isTrue(Answer answer, Row row) {
        ProposalStatus status = row.status();
        return switch (answer.told()) {
            case EXECUTED -> status == ProposalStatus.EXECUTED;
            case REJECTED -> status == ProposalStatus.REJECTED;
            case EXPIRED -> status == ProposalStatus.EXPIRED;
            case FAILED -> status == ProposalStatus.FAILED && row.effect() == EffectState.NONE;
            case ACCEPTED ->
                answer.act() == Answer.Act.REJECT ? status == ProposalStatus.REJECTED : row.approvedHash() != null;
            default -> true;
        };
    }

    private void require(boolean holds, Invariant invariant, Answer answer, Supplier<String> what) {
        if (!holds) {
            found.add(new Violation(invariant, answer.proposal(), answer + ": " + what.get()));
        }
    }
}
