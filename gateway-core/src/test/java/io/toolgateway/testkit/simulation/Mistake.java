package io.toolgateway.testkit.simulation;

import io.toolgateway.testkit.checker.Invariant;
import java.util.List;

/** Mistakes in the product's own guards, made on purpose in its source, one at a time. The histories have to find each. */
enum Mistake {
    FENCE_IGNORED(
            "a late worker's result is taken, whoever holds the call now",
            Invariant.I12,
            edit(
                    "proposal/Guards",
                    "return proposal.state().progress().fence() == fence ? null : Refusal.WRONG_FENCE;",
                    "return null;")),
    CLAIM_AFTER_DEADLINE(
            "a claim does not look at the deadline",
            Invariant.I3,
            edit("proposal/Guards", """
                    Instant next = progress.nextAttemptAt();
                    if (!around.now().isBefore(proposal.validUntil())) {
                        return Refusal.TOO_LATE;
                    }""", "Instant next = progress.nextAttemptAt();")),
    CLAIM_OF_SWITCHED_OFF(
            "a claim does not look at the switch",
            Invariant.P2,
            edit("proposal/Guards", "if (around.toolOff()) { return Refusal.TOOL_OFF; }", "")),
    CLAIM_OUT_OF_TURN(
            "a claim does not wait for the step before it",
            Invariant.I11,
            edit("proposal/Guards", "if (!around.itsTurn()) { return Refusal.NOT_ITS_TURN; }", "")),
    CLAIM_OF_CHANGED_ARGUMENTS(
            "a claim does not compare the hash with the approved one",
            Invariant.I8,
            edit(
                    "proposal/Guards",
                    "return proposal.argsHash().equals(proposal.state().review().approvedHash()) ? null : Refusal.ARGS_CHANGED;",
                    "return null;")),
    ALL_REPEATABLE(
            "every tool counts as one that may be repeated",
            Invariant.I2,
            edit(
                    "proposal/Guards",
                    "return proposal.content().tool().effect() != Effect.NON_IDEMPOTENT;",
                    "return true;")),
    STARTS_UNCOUNTED(
            "neither a claim, nor who tries again, nor the reaper looks how many starts are left",
            Invariant.I2B,
            edit("proposal/Guards", """
                    if (progress.attempt() >= proposal.content().tool().maxAttempts()) {
                        return Refusal.NO_ATTEMPT_LEFT;
                    }
                    if (!isRepeatable""", "if (!isRepeatable"),
            edit("proposal/Guards", """
                    if (progress.attempt() >= proposal.content().tool().maxAttempts()) {
                        return Refusal.NO_ATTEMPT_LEFT;
                    }
                    return retry""", "return retry"),
            edit("execution/Retries", "&& starts < Math.min(maxStarts, config.getMaxAttempts());", ";"),
            edit(
                    "proposal/Lifecycle",
                    "&& proposal.state().progress().attempt() < proposal.content().tool().maxAttempts()",
                    "")),
    REAPED_ALIVE(
            "the reaper does not look at the lease",
            Invariant.I2B,
            edit(
                    "proposal/Guards",
                    "return around.now().isAfter(lease.until().plus(reap.grace())) ? null : Refusal.LEASE_ALIVE;",
                    "return null;")),
    REAPER_KEEPS_FENCE(
            "reaping does not raise the fence",
            Invariant.I4,
            edit(
                    "proposal/Progress",
                    "return new Progress(effect, effect, attempt, fence + 1, null, null);",
                    "return new Progress(effect, effect, attempt, fence, null, null);")),
    NEVER_REAPED(
            "dead workers are never missed",
            Invariant.I7,
            edit(
                    "proposal/Lifecycle",
                    "yield Guards.reap(proposal, reap, around) == null ? reap : null;",
                    "yield null;")),
    CLAIM_LEAVES_NO_TRACE(
            "a claim does not say that something may happen from now on",
            Invariant.I4,
            edit(
                    "proposal/Progress",
                    "return new Progress(EffectState.POSSIBLE, effect, attempt + 1, fence + 1, lease, null);",
                    "return new Progress(effect, effect, attempt + 1, fence + 1, lease, null);")),
    APPROVED_BY_ANYONE("an approval does not ask who approves", Invariant.I5, edit("proposal/Guards", """
                    if (!Entitlement.mayApprove(proposal, approve.reviewer())) {
                        return Entitlement.whyNotApprove(proposal, approve.reviewer());
                    }""", "")),
    REJECTED_BY_ANYONE("a rejection does not ask who rejects", Invariant.I5, edit("proposal/Guards", """
                    if (!Entitlement.mayReject(proposal, reject.reviewer())) {
                        return Entitlement.whyNotReject(proposal, reject.reviewer());
                    }""", "")),
    HANDED_ON_BY_ANYONE("handing on does not ask who hands on", Invariant.I5, edit("proposal/Guards", """
                    if (!Entitlement.mayApprove(proposal, delegate.reviewer())) {
                        return Entitlement.whyNotApprove(proposal, delegate.reviewer());
                    }""", "")),
    HANDED_TO_WHOEVER_ASKED(
            "whoever asked may approve once their name is let in",
            Invariant.I5,
            edit("proposal/Guards", """
                    if (delegate.to().equals(proposal.triggeredBy())) {
                        return approvers.caller() ? Refusal.NOT_WIDER : Refusal.OWN_REQUEST;
                    }""", ""),
            edit("policy/Approvers", "? caller", "? users.contains(person.userId())")),
    ESCALATED_AT_ONCE(
            "an escalation does not wait for its time",
            Invariant.I5,
            edit(
                    "store/Escalations",
                    "parked.createdAt().plus(escalations.get(number).after())",
                    "parked.createdAt()")),
    EDITED_AND_NOT_STORED(
            "an edit ends the call before and stores no other",
            Invariant.I8,
            edit(
                    "store/UnitOfWork",
                    "made.forEach(step -> recorded.addAll(follow(step))); write(revisions, recorded);",
                    """
                    made.forEach(step -> recorded.addAll(follow(step)));""")),
    APPROVED_TOO_LATE(
            "an approval does not look at the deadline",
            Invariant.I3,
            edit("proposal/Guards", """
                    if (!around.now().isBefore(proposal.validUntil())) {
                        return Refusal.TOO_LATE;
                    }
                    if (!approve.seenHash()""", "if (!approve.seenHash()")),
    APPROVED_UNSEEN(
            "an approval does not compare what was seen",
            Invariant.I8,
            edit(
                    "proposal/Guards",
                    "if (!approve.seenHash().equals(proposal.argsHash())) { return Refusal.WRONG_HASH; }",
                    "")),
    ONE_VOTE_IS_ENOUGH(
            "the first vote of two completes the requirement",
            Invariant.I1,
            edit(
                    "proposal/Lifecycle",
                    "return proposal.state().review().lacksOneVote() ? Move.APPROVE : Move.VOTE;",
                    "return Move.APPROVE;")),
    VOTED_TWICE("one person's two votes count as two", Invariant.I1, edit("proposal/Guards", """
                    return review.hasVoted(review.currentStage(), approve.reviewer().userId())
                        ? Refusal.ALREADY_VOTED : null;""", "return null;")),
    EXPIRED_EARLY(
            "the sweeper does not look at the deadline",
            Invariant.I3,
            edit(
                    "proposal/Lifecycle",
                    "return around.now().isBefore(proposal.validUntil()) ? null : new Change.Expire(reason);",
                    "return new Change.Expire(reason);"),
            edit(
                    "proposal/Guards",
                    "return around.now().isBefore(proposal.validUntil()) ? Refusal.NOT_DUE : null;",
                    "return null;")),
    ANY_MOVE_ANYWHERE(
            "a change does not ask where the proposal stands",
            Invariant.I4,
            edit(
                    "proposal/Lifecycle",
                    "if (!move.startsIn(proposal.phase())) { return new Step.Refused(Refusal.WRONG_STATUS); }",
                    "")),
    KEY_IGNORED(
            "a key that is taken does not stand against a second proposal",
            Invariant.I14,
            edit(
                    "store/UnitOfWork",
                    "if (found == null) { continue; }",
                    "if (found != null || wanted != null) { continue; }"),
            edit("store/UnitOfWork", """
                    if (find(key) != null || !keys.add(key)) {
                        throw new IllegalArgumentException("a new proposal needs a key of its own");
                    }""", "")),
    LOSER_RUNS_TOO(
            "who finds the key taken by another counts as who has stored it",
            Invariant.I2,
            edit("store/UnitOfWork", "isMine &= found.state().lastTransition().equals(wanted.transition());", "")),
    OTHER_CALL_UNDER_A_KEY(
            "another call under a key is answered with what came of the first",
            Invariant.I14,
            edit(
                    "store/UnitOfWork",
                    "if (!Creation.isSameCall(found, wanted)) { return Optional.of(new Insertion.KeyConflict(found)); }",
                    "")),
    ROLE_NOT_ASKED_AGAIN(
            "before a start it is not asked whether the user still may",
            Invariant.I5,
            edit(
                    "execution/Recheck",
                    "if (!registered.admits(caller.get())",
                    "if (!registered.admits(proposal.content().origin().caller())")),
    STATE_NOT_COMPARED(
            "before a start the version of the resource is not compared",
            Invariant.E3,
            edit("execution/Recheck", "return now != null && now.equals(proposed)", "return now != null")),
    ARGUMENTS_NOT_HASHED_AGAIN(
            "before a start the arguments are not hashed again",
            Invariant.I8,
            edit("execution/Recheck", "if (!hash(proposal).equals(proposal.argsHash())) {", "if (false) {")),
    CLOCK_NOT_LOOKED_AT(
            "a worker does not look how much time went by since its claim",
            Invariant.I3,
            edit("execution/Runner", "if (elapsed.compareTo(claimed.budget()) >= 0 || ", "if (")),
    BROKEN_OFF_IS_NOTHING_DONE(
            "a handler that broke off counts as one that did nothing",
            Invariant.I9,
            edit("execution/Ended", "return effect.writes();", "return false;")),
    BROKEN_OFF_IS_TRIED_AGAIN(
            "a handler that broke off is tried again, whatever its tool",
            Invariant.I2,
            edit(
                    "execution/Ended",
                    "boolean safe = !acted || effect != Effect.NON_IDEMPOTENT;",
                    "boolean safe = true;"),
            edit(
                    "proposal/Guards",
                    "return retry.noEffect() || isRepeatable(proposal) ? null : Refusal.NOT_REPEATABLE;",
                    "return null;"),
            edit("proposal/Guards", """
                    if (!isRepeatable(proposal) && progress.effect() != EffectState.NONE) {
                        return Refusal.NOT_REPEATABLE;
                    }""", "")),
    WAIT_IGNORED(
            "what is to be tried again is not left alone for the time that it was told to wait",
            Invariant.E4,
            edit(
                    "proposal/Guards",
                    "if (next != null && around.now().isBefore(next)) { return Refusal.WAITING; }",
                    "")),
    WITHDRAWN_BY_ANYONE("taking back does not ask whose it is", Invariant.I5, edit("proposal/Guards", """
                    if (!withdraw.caller().isUser(proposal.tenant(), proposal.triggeredBy())) {
                        return Refusal.NOT_ENTITLED;
                    }""", "")),
    UNDONE_FORGOTTEN(
            "an effect that was undone by the handler's word takes an earlier one back, too",
            Invariant.I9,
            edit(
                    "proposal/Effects",
                    "return noEffect ? progress.effectBefore() : progress.effect();",
                    "return noEffect ? EffectState.NONE : progress.effect();")),
    UNKNOWN_TOLD_AS_DONE(
            "the model is told that what is not known was done",
            Invariant.I9,
            edit(
                    "outcome/Outcomes",
                    "return new Outcome.Unknown(call);",
                    "return new Outcome.Executed(call, ToolResult.success());")),
    UNKNOWN_WORDED_AS_DONE(
            "the words for what is not known say that it is done",
            Invariant.I9,
            edit(
                    "outcome/Wording",
                    "return \"It was started, and it is not known whether it happened. Do not",
                    "return \"Done. Do")),
    READ_NOT_ANNOUNCED("an allowed read is put on record after it only", Invariant.I6, edit("Single", """
                    tell(AuditEvent.withoutProposal(EventType.READ_STARTED, now, subject, accepted.decision(), null, null)
                            .without(secrets));""", ""));

    private final String what;
    private final Invariant broken;
    private final List<Edit> edits;

    Mistake(String what, Invariant broken, Edit... edits) {
        this.what = what;
        this.broken = broken;
        this.edits = List.of(edits);
    }

    /**
     * A change of a source file.
     *
     * @param file its path below the base package, without the ending
     * @param from what stands there once, whatever its line breaks
     * @param to what is put in its place
     */
    record Edit(String file, String from, String to) {}

    private static Edit edit(String file, String from, String to) {
        return new Edit(file, from, to);
    }

    String what() {
        return what;
    }

    /** What it breaks, at least. */
    Invariant broken() {
        return broken;
    }

    List<Edit> edits() {
        return edits;
    }
}
