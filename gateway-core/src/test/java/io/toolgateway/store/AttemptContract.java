package io.toolgateway.store;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Progress;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Release, retry and what may be repeated. */
abstract class AttemptContract extends StoreContract {

    private static final Duration WAIT = Duration.ofSeconds(2);

    AttemptContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    @Tag("T11")
    void aReleaseGivesTheAttemptBackAndTheFenceKeepsGrowing() {
        Proposal proposal = scenario.approved(aRefund().startedAtMost(1), SAM);
        for (int round = 1; round <= 3; round++) {
            Proposal running = scenario.made(proposal, Changes.claim("worker-1"));
            assertThat(running.state().progress().attempt()).isEqualTo(1);
            assertThat(running.state().progress().fence()).isEqualTo(round);

            proposal = scenario.made(running, Changes.release(running));

            Progress progress = proposal.state().progress();
            assertThat(progress.attempt()).isZero();
            assertThat(progress.fence()).isEqualTo(round);
            assertThat(progress.effect()).isEqualTo(EffectState.NONE);
            assertThat(progress.lease()).isNull();
        }
    }

    @Test
    @Tag("T11")
    @Tag("I9")
    void aReleaseDoesNotUndoWhatAnEarlierAttemptMayHaveDone() {
        Proposal first = scenario.running(aTicket());
        Proposal again =
                scenario.made(scenario.made(first, Changes.retry(first, Duration.ZERO)), Changes.claim("worker-2"));

        Proposal released = scenario.made(again, Changes.release(again));

        assertThat(released.state().progress().effect()).isEqualTo(EffectState.POSSIBLE);
        assertThat(released.state().progress().attempt()).isEqualTo(1);
    }

    @Test
    @Tag("T12")
    @Tag("I2")
    void whatMustNotBeRepeatedIsRetriedOnlyAfterADeclaredNoEffect() {
        Proposal running = scenario.running(aRefund());
        StatusProbe.Row before = rowOf(running);

        requireLost(scenario.apply(running, Changes.retry(running, WAIT)), Refusal.NOT_REPEATABLE);
        assertThat(rowOf(running)).isEqualTo(before);
        Proposal waiting = scenario.made(running, Changes.retryWithoutEffect(running, Duration.ZERO));

        assertThat(waiting.state().progress().effect()).isEqualTo(EffectState.NONE);
        assertThat(scenario.claim(1)).hasSize(1);
    }

    @Test
    @Tag("T12")
    void aRepeatableToolIsRetriedAndKeepsItsPossibleEffect() {
        Proposal running = scenario.running(aTicket());

        Proposal waiting = scenario.made(running, Changes.retry(running, WAIT));

        assertThat(waiting.phase()).isEqualTo(Phase.APPROVED);
        assertThat(waiting.state().progress().effect()).isEqualTo(EffectState.POSSIBLE);
        Execution execution = Objects.requireNonNull(waiting.state().execution());
        assertThat(execution.error()).isEqualTo("java.io.IOException");
        assertThat(execution.at()).isNotNull();
    }

    @Test
    @Tag("T12")
    @Tag("I9")
    void aDeclaredNoEffectTakesBackOnlyItsOwnAttempt() {
        Proposal first = scenario.running(aTicket());
        Proposal again =
                scenario.made(scenario.made(first, Changes.retry(first, Duration.ZERO)), Changes.claim("worker-2"));

        Proposal waiting = scenario.made(again, Changes.retryWithoutEffect(again, Duration.ZERO));

        assertThat(waiting.state().progress().effect()).isEqualTo(EffectState.POSSIBLE);
    }

    @Test
    @Tag("T12")
    @Tag("I2b")
    void theLastAttemptIsNotRetried() {
        Proposal first = scenario.running(aTicket().startedAtMost(2));
        Proposal last =
                scenario.made(scenario.made(first, Changes.retry(first, Duration.ZERO)), Changes.claim("worker-2"));

        requireLost(scenario.apply(last, Changes.retry(last, WAIT)), Refusal.NO_ATTEMPT_LEFT);
        requireLost(scenario.apply(last, Changes.retryWithoutEffect(last, WAIT)), Refusal.NO_ATTEMPT_LEFT);

        assertThat(scenario.made(last, Changes.failUnknown(last)).phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    @Tag("T9")
    void aRetryIsClaimedWhenItsWaitIsOverAndNotBefore() {
        needsVirtualClock();
        Proposal running = scenario.running(aTicket());
        scenario.made(running, Changes.retry(running, WAIT));
        clock.advance(WAIT.minus(setup.tick()));
        assertThat(scenario.claim(1)).isEmpty();
        requireLost(scenario.apply(running, Changes.claim("worker-2")), Refusal.WAITING);

        clock.advance(setup.tick());

        assertThat(scenario.claim(1)).singleElement().satisfies(claimed -> {
            assertThat(claimed.proposal().state().progress().attempt()).isEqualTo(2);
            assertThat(claimed.proposal().state().progress().fence()).isEqualTo(2);
            assertThat(claimed.proposal().state().progress().nextAttemptAt()).isNull();
        });
    }

    @Test
    @Tag("T13")
    void aReturnedHandlerIsExecutedWithItsResult() {
        Proposal running = scenario.running(aRefund());

        Proposal executed = scenario.made(running, Changes.finish(running));

        Execution execution = Objects.requireNonNull(executed.state().execution());
        assertThat(Objects.requireNonNull(execution.result()).id()).isEqualTo("R-1");
        assertThat(execution.at()).isNotNull();
        assertThat(executed.state().progress().lease()).isNull();
        assertThat(executed.state().progress().effect()).isEqualTo(EffectState.APPLIED);
    }

    @Test
    @Tag("T14")
    @Tag("I9")
    void aFailureSaysWhetherSomethingMayHaveHappened() {
        Proposal unknown = scenario.running(aRefund());
        Proposal declared = scenario.running(aRefund());

        Proposal lost = scenario.made(unknown, Changes.failUnknown(unknown));
        Proposal failed = scenario.made(declared, Changes.failWithoutEffect(declared));

        assertThat(lost.state().progress().effect()).isEqualTo(EffectState.POSSIBLE);
        assertThat(lost.state().reason()).isEqualTo(ReasonCode.OUTCOME_UNKNOWN);
        assertThat(failed.state().progress().effect()).isEqualTo(EffectState.NONE);
        assertThat(failed.state().reason()).isEqualTo(ReasonCode.HANDLER_FAILED);
    }

    @Test
    @Tag("T13")
    void aHandlerThatReturnsAfterTheDeadlineIsExecuted() {
        needsVirtualClock();
        Proposal running = scenario.running(aRefund());
        clock.set(running.validUntil().plusSeconds(60));

        assertThat(scenario.made(running, Changes.finish(running)).phase()).isEqualTo(Phase.EXECUTED);
    }
}
