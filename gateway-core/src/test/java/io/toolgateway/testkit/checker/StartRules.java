package io.toolgateway.testkit.checker;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.EffectState;
import java.util.List;
import java.util.Optional;

/** What must hold of every start of a handler: I1, I2, I2b, I3, I8, and I6 before it. */
final class StartRules {

    private StartRules() {}

    static List<Violation> check(Case one) {
        Case.Findings findings = one.findings();
        one.starts().forEach(start -> recordedBefore(one, start, findings));
        one.claims().forEach(claim -> decidedBefore(one, claim, findings));
        if (one.row().repeatable()) {
            repeats(one, findings);
        } else {
            onlyOnce(one, findings);
        }
        inTime(one, findings);
        return findings.found();
    }

    /** I6, I8, and I1 of a start without any claim. */
    private static void recordedBefore(Case one, EffectLine start, Case.Findings findings) {
        Optional<Recorded> claim = one.claims().stream()
                .filter(event -> event.fence() == start.fence() && event.attempt() == start.attempt())
                .findFirst();
        findings.require(
                claim.isPresent() && !claim.get().at().isAfter(start.at()),
                Invariant.I6,
                () -> "no claim on record before " + start);
        findings.require(one.row().decidedBy() != null, Invariant.I1, () -> "nobody decided, and it began: " + start);
        findings.require(
                start.argsHash().equals(one.row().argsHash())
                        && start.argsHash().equals(one.row().approvedHash()),
                Invariant.I8,
                () -> "other arguments than the approved ones in " + start);
    }

    /** I1: a claim follows an approval, or is the start that a policy allowed. */
    private static void decidedBefore(Case one, Recorded claim, Case.Findings findings) {
        boolean decided = claim.type() == EventType.STARTED
                || one.transitions().stream()
                        .anyMatch(event -> event.type() == EventType.APPROVED && event.version() < claim.version())
                || one.transitions().stream()
                        .anyMatch(event -> event.type() == EventType.STARTED || event.type() == EventType.UNDO_ORDERED);
        findings.require(decided, Invariant.I1, () -> "claimed without a decision: " + claim);
    }

    private static void onlyOnce(Case one, Case.Findings findings) {
        List<EffectLine> starts = one.mayHaveDone();
        findings.require(starts.size() <= 1, Invariant.I2, "begun " + starts.size() + " times: " + starts);
        long claimed = one.claims().size()
                - one.transitions().stream().filter(StartRules::undoesClaim).count();
        findings.require(claimed <= 1, Invariant.I2, claimed + " claims of which any may have had an effect");
    }

    /** Given back, or tried again because the handler said that it did nothing. */
    private static boolean undoesClaim(Recorded event) {
        return event.type() == EventType.RELEASED
                || (event.type() == EventType.RETRYING && event.effect() == EffectState.NONE);
    }

    private static void repeats(Case one, Case.Findings findings) {
        List<EffectLine> starts = one.starts();
        int most = one.row().maxAttempts();
        findings.require(starts.size() <= most, Invariant.I2B, starts.size() + " starts, at most " + most);
        findings.require(
                starts.stream().allMatch(start -> start.key().equals(one.row().key())),
                Invariant.I2B,
                "another key in " + starts);
        List<Long> fences = starts.stream().map(EffectLine::fence).toList();
        List<Long> growing = fences.stream().distinct().sorted().toList();
        // Which of two began first says nothing where a process was stopped between the check and the handler.
        List<Long> seen = one.bounds().paused() ? fences.stream().sorted().toList() : fences;
        findings.require(seen.equals(growing), Invariant.I2B, "fences do not grow: " + fences);
    }

    private static void inTime(Case one, Case.Findings findings) {
        var end = one.row().validUntil();
        for (Recorded event : one.transitions()) {
            if (event.isClaim() || event.type() == EventType.APPROVED) {
                findings.require(
                        event.at().isBefore(end), Invariant.I3, () -> "after the deadline " + end + ": " + event);
            }
            if (event.type() == EventType.EXPIRED) {
                findings.require(
                        !event.at().isBefore(end), Invariant.I3, () -> "before the deadline " + end + ": " + event);
            }
        }
        if (!one.bounds().paused()) {
            one.starts()
                    .forEach(start -> findings.require(
                            start.at().isBefore(end.plus(one.bounds().lateness())),
                            Invariant.I3,
                            () -> "begun after the deadline " + end + ": " + start));
        }
    }
}
