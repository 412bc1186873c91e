package io.toolgateway.testkit.checker;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.ProposalStatus;
import java.util.List;

/** I9: the status and its effect say what the handlers' own file says. */
final class TruthRules {

    private TruthRules() {}

    static List<Violation> check(Case one) {
        Case.Findings findings = one.findings();
        Row row = one.row();
        switch (row.status()) {
            case PENDING, REJECTED, EXPIRED -> {
                findings.require(row.effect() == EffectState.NONE, Invariant.I9, () -> "an effect of " + row);
                findings.require(
                        one.mayHaveDone().isEmpty(), Invariant.I9, () -> row.status() + ", but " + one.mayHaveDone());
            }
            case EXECUTED -> executed(one, findings);
            case FAILED -> {
                findings.require(row.effect() != EffectState.APPLIED, Invariant.I9, "failed, yet applied");
                findings.require(
                        row.effect() == EffectState.POSSIBLE
                                || one.mayHaveDone().isEmpty(),
                        Invariant.I9,
                        () -> "told as not happened, but " + one.mayHaveDone());
            }
            case APPROVED ->
                findings.require(
                        row.effect() == EffectState.POSSIBLE
                                || one.mayHaveDone().isEmpty(),
                        Invariant.I9,
                        () -> "nothing may have happened, but " + one.mayHaveDone());
        }
        return findings.found();
    }

    private static void executed(Case one, Case.Findings findings) {
        findings.require(one.row().effect() == EffectState.APPLIED, Invariant.I9, "executed without an effect");
        one.transitions().stream()
                .filter(event -> event.type() == EventType.EXECUTED && event.status() == ProposalStatus.EXECUTED)
                .forEach(event -> findings.require(
                        one.done().stream().anyMatch(line -> line.fence() == event.fence()),
                        Invariant.I9,
                        () -> "no handler returned under the fence of " + event));
    }
}
