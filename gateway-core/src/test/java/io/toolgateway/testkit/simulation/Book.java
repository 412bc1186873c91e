package io.toolgateway.testkit.simulation;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.checker.Answer;
import io.toolgateway.testkit.checker.EffectLine;
import io.toolgateway.testkit.checker.Invariant;
import io.toolgateway.testkit.checker.Violation;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the test itself has seen: no store of ours has touched it. */
final class Book {

    private final List<EffectLine> effects = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Violation> found = new ArrayList<>();
    private final List<Off> off = new ArrayList<>();
    private final List<Tampered> tampered = new ArrayList<>();

    /** A time in which a tool was switched off. */
    record Off(String tool, Instant from, Instant until) {}

    /** A row whose arguments were changed past all guards. */
    record Tampered(ProposalId id, long version, String hashBefore, String hashAfter) {}

    List<EffectLine> effects() {
        return effects;
    }

    List<Answer> answers() {
        return answers;
    }

    List<Violation> found() {
        return found;
    }

    List<Off> off() {
        return off;
    }

    List<Tampered> tampered() {
        return tampered;
    }

    void wrote(EffectLine line) {
        effects.add(line);
    }

    void told(Answer answer) {
        answers.add(answer);
    }

    void wasOff(String tool, Instant from, Instant until) {
        off.add(new Off(tool, from, until));
    }

    void wasTampered(Proposal before, Proposal after) {
        tampered.add(new Tampered(before.id(), before.version(), before.argsHash(), after.argsHash()));
    }

    /** P1: an allowed read is handed to the record before its handler starts. */
    void readBegins(String requestId, ProposalStore store) {
        boolean onRecord = store.events(EventQuery.ofRequest(People.ACME, requestId)).stream()
                .map(AuditEvent::type)
                .anyMatch(EventType.READ_STARTED::equals);
        require(onRecord, Invariant.I6, null, "a read began that is not on record: " + requestId);
    }

    /** I5 and E3, from what the worker was answered between its claim and its start. */
    void begunAfter(Asked asked, @Nullable String approvedVersion) {
        require(
                Boolean.TRUE.equals(asked.entitled),
                Invariant.I5,
                null,
                asked.token + " began, but whether its user may was answered with " + asked.entitled);
        require(
                asked.version != null && asked.version.equals(approvedVersion),
                Invariant.E3,
                null,
                asked.token + " began on " + asked.version + ", but was proposed on " + approvedVersion);
    }

    /** I9: what the model is told of it. */
    void said(String token, Outcome outcome) {
        boolean isDone = outcome instanceof Outcome.Executed executed
                && executed.result().status() == ToolResult.Status.SUCCESS;
        String first = outcome.messageForModel().toLowerCase(Locale.ROOT).split("[.:]")[0];
        boolean denies = first.matches("(?s).*\\b(not|nothing)\\b.*");
        require(
                outcome.status().equals("executed") == isDone
                        && (isDone || denies)
                        && outcome.text().contains(outcome.status()),
                Invariant.I9,
                outcome.proposalId(),
                token + ": a " + outcome.getClass().getSimpleName() + " is worded as " + outcome.text());
    }

    /** I9: what is told of what has ended is how it has ended. */
    void saidOfTheEnded(Proposal ended, Outcome outcome) {
        said(ended.arguments().text(Shop.TOKEN), outcome);
        boolean isTrue = switch (ended.status()) {
            case EXECUTED -> outcome instanceof Outcome.Executed;
            case REJECTED -> outcome instanceof Outcome.Rejected;
            case EXPIRED -> outcome instanceof Outcome.Expired;
            case FAILED ->
                switch (ended.state().progress().effect()) {
                    case NONE -> outcome instanceof Outcome.Failed || outcome instanceof Outcome.Stale;
                    default -> outcome instanceof Outcome.Unknown;
                };
            default -> outcome instanceof Outcome.Pending || outcome instanceof Outcome.InProgress;
        };
        require(isTrue, Invariant.I9, ended.id(), ended + " is told as " + outcome.status());
    }

    void require(boolean holds, Invariant invariant, @Nullable ProposalId id, String what) {
        if (!holds) {
            found.add(new Violation(invariant, id, what));
        }
    }
}
