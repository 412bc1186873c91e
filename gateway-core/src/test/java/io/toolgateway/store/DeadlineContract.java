package io.toolgateway.store;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The deadline, to the tick: up to it one may decide and start, from it on only expire. */
@Tag("A4")
@Tag("I3")
abstract class DeadlineContract extends StoreContract {

    DeadlineContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needTime() {
        needsVirtualClock();
    }

    @Test
    void theDeadlineIsCountedFromTheStoring() {
        clock.advance(Duration.ofMinutes(5));
        Proposal parked = scenario.insert(aRefund());

        assertThat(parked.createdAt()).isEqualTo(clock.instant());
        assertThat(parked.validUntil()).isEqualTo(clock.instant().plus(Duration.ofHours(4)));
    }

    @Test
    @Tag("T4")
    void anApprovalIsPossibleUntilTheDeadlineAndNotAtIt() {
        Proposal early = scenario.insert(aRefund());
        Proposal late = scenario.insert(aRefund());
        toJustBeforeDeadlineOf(early);
        assertThat(scenario.made(early, Changes.approve(early, SAM)).phase()).isEqualTo(Phase.APPROVED);

        toDeadlineOf(late);

        requireLost(scenario.apply(late, Changes.approve(late, SAM)), Refusal.TOO_LATE);
        assertThat(phaseOf(late)).isEqualTo(Phase.PENDING);
    }

    @Test
    @Tag("T4v")
    void aVoteIsNotPossibleAtTheDeadline() {
        Proposal parked = scenario.insert(aRefund()
                .parkedFor(Verdict.requireApproval(Approvers.byRole("supervisor"))
                        .from(2)
                        .within(Duration.ofHours(1))));
        toDeadlineOf(parked);

        requireLost(scenario.apply(parked, Changes.approve(parked, SAM)), Refusal.TOO_LATE);
    }

    @Test
    @Tag("T9")
    void aClaimIsPossibleUntilTheDeadlineAndNotAtIt() {
        Proposal early = scenario.approved(aRefund(), SAM);
        toJustBeforeDeadlineOf(early);
        assertThat(scenario.claim(1)).hasSize(1);
        Proposal late = scenario.approved(aRefund().validFor(Duration.ofHours(1)), SAM);

        toDeadlineOf(late);

        assertThat(scenario.claim(1)).isEmpty();
        requireLost(scenario.apply(late, Changes.claim("worker-1")), Refusal.TOO_LATE);
    }

    @Test
    @Tag("T6")
    @Tag("T7")
    @Tag("T8")
    void nothingExpiresBeforeTheDeadline() {
        Proposal parked = scenario.insert(aRefund());
        Proposal approved = scenario.approved(aRefund(), SAM);
        Proposal running = scenario.running(aTicket());
        Proposal waiting = scenario.made(running, Changes.retry(running, Duration.ZERO));
        toJustBeforeDeadlineOf(parked);

        requireLost(scenario.apply(parked, Changes.expire()), Refusal.NOT_DUE);
        requireLost(scenario.apply(approved, Changes.expire()), Refusal.NOT_DUE);
        requireLost(scenario.apply(waiting, Changes.expire()), Refusal.NOT_DUE);
        assertThat(scenario.sweep()).isEmpty();

        toDeadlineOf(parked);
        assertThat(scenario.sweep()).hasSize(3);
        assertThat(phaseOf(parked)).isEqualTo(Phase.EXPIRED);
        assertThat(phaseOf(approved)).isEqualTo(Phase.EXPIRED);
        assertThat(phaseOf(waiting)).isEqualTo(Phase.FAILED);
    }

    @Test
    @Tag("T5")
    @Tag("T5w")
    void aNoIsPossibleAfterTheDeadlineUntilTheSweep() {
        Proposal rejected = scenario.insert(aRefund());
        Proposal withdrawn = scenario.insert(aRefund());
        toDeadlineOf(rejected);

        assertThat(scenario.made(rejected, Changes.reject(SAM)).phase()).isEqualTo(Phase.REJECTED);
        assertThat(scenario.made(withdrawn, Changes.withdraw(ANN)).phase()).isEqualTo(Phase.REJECTED);
        assertThat(scenario.sweep()).isEmpty();
    }

    @Test
    @Tag("T4e")
    void wideningDoesNotMoveTheDeadline() {
        Proposal parked = scenario.insert(aRefund());
        clock.advance(Duration.ofHours(1));
        Proposal widened = scenario.made(parked, Changes.widen(parked, Approvers.byRole("billing_admin")));

        toDeadlineOf(parked);

        assertThat(widened.validUntil()).isEqualTo(parked.validUntil());
        requireLost(scenario.apply(widened, Changes.approve(widened, SAM)), Refusal.TOO_LATE);
    }

    @Test
    void aClockThatStepsBackBringsNothingBackToLife() {
        Proposal parked = scenario.insert(aRefund());
        toDeadlineOf(parked);
        scenario.sweep();
        clock.advance(Duration.ofHours(-1));

        requireLost(scenario.apply(parked, Changes.approve(parked, SAM)), Refusal.WRONG_STATUS);
        assertThat(phaseOf(parked)).isEqualTo(Phase.EXPIRED);
    }
}
