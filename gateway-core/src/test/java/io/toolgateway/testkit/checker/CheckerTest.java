package io.toolgateway.testkit.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.testkit.SequentialIds;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing proves nothing: each invariant has a history that breaks it, beside a good one. */
class CheckerTest {

    private static Story executed() {
        return new Story()
                .parked()
                .approved()
                .claimed("w1")
                .begun()
                .done()
                .executed("w1")
                .told(Answer.Act.PROPOSE, Answer.Told.PENDING)
                .told(Answer.Act.APPROVE, Answer.Told.ACCEPTED)
                .told(Answer.Act.PROPOSE, Answer.Told.EXECUTED);
    }

    private static Set<Invariant> broken(Story story) {
        return broken(story.history());
    }

    private static Set<Invariant> broken(History history) {
        return Checker.check(history, List::of).stream()
                .map(Violation::invariant)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Invariant.class)));
    }

    @Test
    void goodHistoriesBreakNothing() {
        Story unknown =
                new Story().notRepeatable().parked().approved().claimed("w1").begun();
        unknown.fence++;
        Story late = executed();
        late.events.add(new Recorded(
                EventType.LATE_RESULT,
                late.tick(),
                late.id,
                4,
                late.status,
                late.effect,
                null,
                late.attempt,
                late.fence,
                "worker:w9"));
        List<Story> good = List.of(
                executed(),
                late,
                unknown.failedUnknown("sweeper").told(Answer.Act.PROPOSE, Answer.Told.UNKNOWN),
                new Story().started().begun().done().executed("w1").told(Answer.Act.PROPOSE, Answer.Told.EXECUTED),
                new Story()
                        .parked()
                        .approved()
                        .claimed("w1")
                        .begun()
                        .reaped()
                        .claimed("w2")
                        .begun()
                        .done()
                        .executed("w2"),
                new Story().parked().rejected().told(Answer.Act.REJECT, Answer.Told.ACCEPTED),
                new Story().parked().after(60).expired(),
                new Story()
                        .notRepeatable()
                        .parked()
                        .approved()
                        .claimed("w1")
                        .begun()
                        .failedUnknown("worker:w1"));

        assertThat(good)
                .allSatisfy(story ->
                        assertThat(Checker.check(story.history(), List::of)).isEmpty());
    }

    @Test
    void i1FindsAStartThatNobodyAllowed() {
        assertThat(broken(new Story().parked().claimed("w1").begun())).contains(Invariant.I1);
    }

    @Test
    void i1FindsAHandlerWithoutAProposal() {
        assertThat(broken(executed().history(List.of()))).contains(Invariant.I1);
    }

    @Test
    void i2FindsASecondStart() {
        Story story = executed().notRepeatable();
        story.begun();

        assertThat(broken(story)).containsExactly(Invariant.I2);
    }

    @Test
    void i2FindsASecondClaimThatMayHaveHadAnEffect() {
        Story story = new Story()
                .notRepeatable()
                .parked()
                .approved()
                .claimed("w1")
                .reaped()
                .claimed("w2");

        assertThat(broken(story.begun().done().executed("w2"))).containsExactly(Invariant.I2);
    }

    @Test
    void i2bFindsTooManyStarts() {
        Story story = new Story().parked().approved();
        for (int start = 0; start < 4; start++) {
            story.claimed("w1").begun().reaped();
        }

        assertThat(broken(story)).contains(Invariant.I2B);
    }

    @Test
    void i2bFindsAnotherKey() {
        Story story = new Story();
        story.key = "k-2";

        assertThat(broken(story.parked().approved().claimed("w1").begun().done().executed("w1")))
                .containsExactly(Invariant.I2B);
    }

    @Test
    void i2bFindsFencesThatDoNotGrow() {
        Story story = new Story()
                .parked()
                .approved()
                .claimed("w1")
                .begun()
                .reaped()
                .claimed("w2")
                .begun();
        EffectLine first = story.effects.remove(0);
        story.effects.add(first);
        story.done().executed("w2");

        assertThat(broken(story)).containsExactly(Invariant.I2B);
        story.paused = true;
        assertThat(broken(story)).isEmpty();
    }

    @Test
    void i3FindsAClaimAtTheDeadline() {
        Story story = new Story()
                .parked()
                .approved()
                .after(60)
                .claimed("w1")
                .begun()
                .done()
                .executed("w1");

        assertThat(broken(story)).containsExactly(Invariant.I3);
    }

    @Test
    void i3FindsAHandlerThatBeganLate() {
        Story story = new Story()
                .parked()
                .approved()
                .claimed("w1")
                .after(65)
                .begun()
                .done()
                .executed("w1");

        assertThat(broken(story)).containsExactly(Invariant.I3);
    }

    @Test
    void i3FindsAnApprovalAtTheDeadline() {
        Story story = new Story().parked().after(60).approved();
        story.readAt = story.now;

        assertThat(broken(story)).containsExactly(Invariant.I3);
    }

    @Test
    void i3FindsAnEarlyExpiry() {
        assertThat(broken(new Story().parked().after(59).expired())).containsExactly(Invariant.I3);
    }

    @Test
    void i4FindsWhatLeavesATerminalState() {
        Story story =
                new Story().parked().rejected().approved().claimed("w1").begun().done();

        assertThat(broken(story.executed("w1"))).containsExactly(Invariant.I4);
    }

    @Test
    void i6FindsAStartWithoutAClaim() {
        Story story = executed();
        story.events.removeIf(event -> event.type() == EventType.CLAIMED);

        assertThat(broken(story)).contains(Invariant.I6);
    }

    @Test
    void i6FindsAStartBeforeItsClaim() {
        Story story = new Story().parked().approved();
        story.fence = 1;
        story.attempt = 1;
        story.begun();
        story.fence = 0;
        story.attempt = 0;

        assertThat(broken(story.claimed("w1").done().executed("w1"))).containsExactly(Invariant.I6);
    }

    @Test
    void i6FindsAnEventTwice() {
        Story story = executed();
        story.events.add(story.events.get(0));

        assertThat(broken(story)).contains(Invariant.I6);
    }

    @Test
    void i6FindsARowThatIsNotWhereItsRecordEnds() {
        Story story = executed();
        story.version++;

        assertThat(broken(story)).containsExactly(Invariant.I6);
    }

    @Test
    void i6FindsEventsWithoutARow() {
        assertThat(broken(new Story().parked().history(List.of()))).containsExactly(Invariant.I6);
    }

    @Test
    void i7FindsWhatIsOpenTooLong() {
        assertThat(broken(new Story().parked().approved())).containsExactly(Invariant.I7);
    }

    @Test
    void i7FindsWhatEndedTooLate() {
        Story story = new Story()
                .parked()
                .approved()
                .claimed("w1")
                .begun()
                .done()
                .after(71)
                .executed("w1");

        assertThat(broken(story)).containsExactly(Invariant.I7);
    }

    @Test
    void i8FindsArgumentsThatNobodyApproved() {
        Story story = new Story();
        story.handled = "0ther";

        assertThat(broken(story.parked().approved().claimed("w1").begun().done().executed("w1")))
                .containsExactly(Invariant.I8);
    }

    @Test
    void i8FindsAnApprovalOfWhatWasNotShown() {
        Story story = executed();
        story.answers.add(new Answer("c1", Answer.Act.APPROVE, "t-1", story.id, Answer.Told.ACCEPTED, "0ther"));

        assertThat(broken(story)).containsExactly(Invariant.I8);
    }

    @Test
    void i9FindsExecutedWithoutAHandlerThatReturned() {
        Story story = new Story().parked().approved().claimed("w1").begun().executed("w1");

        assertThat(broken(story)).containsExactly(Invariant.I9);
    }

    @Test
    void i9FindsRejectedThatRan() {
        Story story = new Story().parked().approved().claimed("w1").begun();
        story.status = ProposalStatus.REJECTED;
        story.effect = EffectState.NONE;

        assertThat(broken(story.event(EventType.REJECTED, "user:sam"))).containsExactly(Invariant.I9);
    }

    @Test
    void i9FindsAFailureThatIsToldAsNothing() {
        Story story =
                new Story().notRepeatable().parked().approved().claimed("w1").begun();
        story.effect = EffectState.NONE;

        assertThat(broken(story.failedUnknown("worker:w1"))).containsExactly(Invariant.I9);
    }

    @Test
    void i9FindsAnAnswerThatIsNotTrue() {
        Story story =
                new Story().notRepeatable().parked().approved().claimed("w1").begun();
        story.failedUnknown("worker:w1");

        assertThat(broken(story.told(Answer.Act.PROPOSE, Answer.Told.FAILED))).containsExactly(Invariant.I9);
    }

    @Test
    void i9FindsADecisionThatWasForgotten() {
        Story story = new Story().parked().after(60).expired();

        assertThat(broken(story.told(Answer.Act.APPROVE, Answer.Told.ACCEPTED))).containsExactly(Invariant.I9);
    }

    @Test
    void i12FindsAFinishByAnother() {
        Story story =
                new Story().parked().approved().claimed("w1").begun().done().executed("w2");

        assertThat(broken(story)).containsExactly(Invariant.I12);
    }

    @Test
    void i12FindsAFinishThatNobodyHolds() {
        Story story =
                new Story().parked().approved().claimed("w1").begun().done().reaped();

        assertThat(broken(story.executed("w1"))).contains(Invariant.I12);
    }

    @Test
    void i12FindsTheResultOfAnOlderFence() {
        Story story = executed();
        story.resultFence = 0L;

        assertThat(broken(story)).containsExactly(Invariant.I12);
    }

    @Test
    void i14FindsTwoProposalsOfOneKey() {
        Story story = executed();
        Story other = executed();
        story.events.addAll(other.events);

        assertThat(broken(story.history(List.of(story.row(), other.row())))).containsExactly(Invariant.I14);
    }

    /** Two steps of one chain; their stories are told after each other, and so is the record. */
    private static Set<Invariant> brokenByChain(Story first, Story second) {
        UUID chain = SequentialIds.IDS.next();
        first.chain = new ChainPosition(chain, 0, 2, ChainEnding.PARTIAL, false);
        second.chain = new ChainPosition(chain, 1, 2, ChainEnding.PARTIAL, false);
        second.token = "t-2";
        second.recordedKey = "k-2";
        first.events.addAll(second.events);
        first.answers.addAll(second.answers);
        second.effects.forEach(line -> first.effects.add(new EffectLine(
                line.kind(),
                "t-2",
                line.tool(),
                "k-2",
                line.fence(),
                line.attempt(),
                line.argsHash(),
                line.process(),
                line.at())));
        return broken(first.history(List.of(first.row(), second.row())));
    }

    @Test
    void i11FindsAStepBeforeTheOneBeforeIt() {
        Story whole =
                new Story().parked().approved().claimed("w1").begun().done().executed("w1");
        Story early =
                new Story().parked().approved().claimed("w1").begun().done().executed("w1");

        assertThat(brokenByChain(whole, early)).isEmpty();

        Story open = new Story().parked().approved().claimed("w1").begun().failedUnknown("worker:w1");
        early.chain = null;
        assertThat(brokenByChain(open, early)).contains(Invariant.I11);
    }

    @Test
    void i11FindsAStepThatWasDecidedOtherwise() {
        Story approved =
                new Story().parked().approved().claimed("w1").begun().done().executed("w1");

        assertThat(brokenByChain(approved, new Story().parked().rejected())).containsExactly(Invariant.I11);
    }

    @Test
    void aStartThatDeclaresThatItDidNothingIsNone() {
        Story twice = new Story()
                .notRepeatable()
                .parked()
                .approved()
                .claimed("w1")
                .begun()
                .line(EffectLine.Kind.UNDONE, 1);
        twice.effect = EffectState.NONE;
        twice.event(EventType.RETRYING, "worker:w1");

        assertThat(broken(twice.claimed("w1").begun().done().executed("w1"))).isEmpty();
        assertThat(broken(twice.begun())).contains(Invariant.I2);
    }

    @Test
    void i14FindsOneCallToldAsTwo() {
        Story story = executed();
        ProposalId other = new ProposalId(SequentialIds.IDS.next());
        story.answers.add(new Answer("c1", Answer.Act.PROPOSE, "t-1", other, Answer.Told.LOST, null));

        assertThat(broken(story)).containsExactly(Invariant.I14);
    }

    @Test
    void i14FindsAnAnswerOfWhatWasNeverStored() {
        Story story = executed();
        ProposalId other = new ProposalId(SequentialIds.IDS.next());
        story.answers.add(new Answer("c1", Answer.Act.PROPOSE, "t-2", other, Answer.Told.PENDING, null));

        assertThat(broken(story)).containsExactly(Invariant.I14);
    }

    @Test
    void i14FindsAnotherPayloadAnsweredWithThisCall() {
        Story story = executed();
        story.answers.add(new Answer("c1", Answer.Act.PROPOSE, "t-2", story.id, Answer.Told.PENDING, null));

        assertThat(broken(story)).containsExactly(Invariant.I14);
    }

    @Test
    void i15IsWhatTheChainsOwnVerificationFinds() {
        assertThat(Checker.check(executed().history(), () -> List.of("seq 4 is missing")))
                .containsExactly(new Violation(Invariant.I15, null, "seq 4 is missing"));
    }
}
