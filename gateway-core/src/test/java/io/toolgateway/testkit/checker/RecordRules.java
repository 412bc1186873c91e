package io.toolgateway.testkit.checker;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must hold of the record of a proposal: I4, I6, I7, I12. */
final class RecordRules {

    private RecordRules() {}

    static List<Violation> check(Case one) {
        Case.Findings findings = one.findings();
        oneEventEach(one, findings);
        nothingAfterTheEnd(one, findings);
        fenced(one, findings);
        settled(one, findings);
        return findings.found();
    }

    /** I6: the versions of the events are 1, 2, 3 up to the row's, and the last one says what the row says. */
    private static void oneEventEach(Case one, Case.Findings findings) {
        List<Recorded> transitions = one.transitions();
        Row row = one.row();
        long expected = 0;
        for (Recorded event : transitions) {
            long version = ++expected;
            findings.require(event.version() == version, Invariant.I6, () -> "version " + version + " is not " + event);
        }
        findings.require(expected == row.version(), Invariant.I6, expected + " events, version " + row.version());
        if (transitions.isEmpty()) {
            return;
        }
        EventType first = transitions.get(0).type();
        findings.require(first == EventType.PARKED || first == EventType.STARTED, Invariant.I6, "begins with " + first);
        Recorded last = transitions.get(transitions.size() - 1);
        findings.require(
                last.status() == row.status() && last.effect() == row.effect() && last.attempt() == row.attempt(),
                Invariant.I6,
                () -> "the row is not where the record ends: " + last + ", " + row);
    }

    /** I4. */
    private static void nothingAfterTheEnd(Case one, Case.Findings findings) {
        @Nullable ProposalStatus ended = null;
        for (Recorded event : one.transitions()) {
            ProposalStatus before = ended;
            findings.require(
                    ended == null || (event.type() == EventType.RESOLVED && event.status() == ended),
                    Invariant.I4,
                    () -> "after " + before + ": " + event);
            ended = event.status().isFinal() ? event.status() : ended;
        }
    }

    /** I12: whoever lets go of it is who holds it, and the stored result is the holder's. */
    private static void fenced(Case one, Case.Findings findings) {
        @Nullable Recorded holder = null;
        long fence = 0;
        for (Recorded event : one.transitions()) {
            findings.require(event.fence() >= fence, Invariant.I12, () -> "the fence went back: " + event);
            fence = event.fence();
            if (event.isClaim()) {
                holder = event;
            } else if (event.endsHold(holder != null)) {
                Recorded mine = holder;
                findings.require(isOf(mine, event), Invariant.I12, () -> "not by its holder " + mine + ": " + event);
                if (event.type() == EventType.EXECUTED) {
                    findings.require(
                            Objects.equals(one.row().resultFence(), event.fence()),
                            Invariant.I12,
                            () -> "the result of fence " + one.row().resultFence() + " stands under " + event);
                }
                holder = null;
            } else if (event.type() == EventType.REAPED) {
                holder = null;
            }
        }
    }

    private static boolean isOf(@Nullable Recorded holder, Recorded end) {
        // A start that a policy allowed names the policy, not who runs it.
        return holder != null
                && holder.fence() == end.fence()
                && (holder.type() == EventType.STARTED || holder.actor().equals(end.actor()));
    }

    /** I7: whatever may run is final in time. */
    private static void settled(Case one, Case.Findings findings) {
        Row row = one.row();
        boolean approved = row.decidedBy() != null && row.approvedHash() != null;
        if (!approved) {
            return;
        }
        Bounds bounds = one.bounds();
        Instant from = row.validUntil().isAfter(bounds.recoveredAt()) ? row.validUntil() : bounds.recoveredAt();
        Instant bound = from.plus(bounds.settling());
        if (!row.status().isFinal()) {
            findings.require(
                    !bounds.readAt().isAfter(bound), Invariant.I7, () -> "open at " + bounds.readAt() + ": " + row);
            return;
        }
        one.transitions().stream()
                .filter(event -> event.status().isFinal())
                .findFirst()
                .ifPresent(end -> findings.require(
                        !end.at().isAfter(bound), Invariant.I7, () -> "final after " + bound + ": " + end));
    }
}
