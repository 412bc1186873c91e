package io.toolgateway.store;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.SequentialIds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the sweeper expires, and what it takes from a dead worker. */
abstract class SweepContract extends StoreContract {

    SweepContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needTime() {
        needsVirtualClock();
    }

    @Test
    @Tag("A4")
    void eachIsSweptOnceWithOneEvent() {
        Proposal parked = scenario.insert(aRefund());
        toDeadlineOf(parked);

        List<AuditEvent> swept = scenario.sweep();

        assertThat(swept).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.EXPIRED);
            assertThat(event.at()).isEqualTo(clock.instant());
        });
        assertThat(scenario.sweep()).isEmpty();
        assertThat(typesOf(parked)).containsExactly(EventType.PARKED, EventType.EXPIRED);
    }

    @Test
    void aSweepTakesNoMoreThanAskedForAndSaysWhenNothingIsLeft() {
        for (int i = 0; i < 5; i++) {
            scenario.insert(aRefund());
        }
        clock.advance(Duration.ofHours(4));

        assertThat(sweep(2)).hasSize(2);
        assertThat(sweep(2)).hasSize(2);
        assertThat(sweep(2)).hasSize(1);
        assertThat(sweep(2)).isEmpty();
    }

    @Test
    @Tag("E7")
    @Tag("T15")
    void aDeadWorkersRepeatableCallIsTriedAgain() {
        Proposal running = scenario.running(aTicket());
        workerDies();

        assertThat(scenario.sweep()).extracting(AuditEvent::type).containsExactly(EventType.REAPED);

        Proposal reaped = scenario.now(running);
        assertThat(reaped.phase()).isEqualTo(Phase.APPROVED);
        assertThat(reaped.state().progress().fence()).isEqualTo(2);
        assertThat(reaped.state().progress().attempt()).isEqualTo(1);
        assertThat(reaped.state().progress().effect()).isEqualTo(EffectState.POSSIBLE);
        assertThat(scenario.claim(1))
                .singleElement()
                .satisfies(claimed -> assertThat(
                                claimed.proposal().state().progress().attempt())
                        .isEqualTo(2));
    }

    @Test
    @Tag("E7")
    @Tag("T16")
    @Tag("I2")
    void aDeadWorkersOtherCallIsUnknown() {
        requireUnknownAfterDeath(aRefund());
    }

    @Test
    @Tag("T16")
    @Tag("I2b")
    void aDeadWorkersLastAttemptIsUnknown() {
        requireUnknownAfterDeath(aTicket().startedAtMost(1));
    }

    @Test
    @Tag("T16")
    @Tag("I3")
    void aDeadWorkersCallIsUnknownPastTheDeadline() {
        requireUnknownAfterDeath(aTicket().validFor(Changes.LEASE));
    }

    @Test
    @Tag("T15")
    void aLeaseIsOverOnlyAfterItsEndAndTheGrace() {
        Proposal running = scenario.running(aTicket());
        clock.advance(Changes.LEASE.plus(Changes.GRACE));

        assertThat(scenario.sweep()).isEmpty();
        requireLost(scenario.apply(running, Changes.reap()), Refusal.LEASE_ALIVE);

        clock.advance(setup.tick());
        assertThat(scenario.sweep()).hasSize(1);
    }

    @Test
    @Tag("T10")
    void aHeartbeatKeepsTheSweeperAway() {
        Proposal running = scenario.running(aTicket());
        clock.advance(Changes.LEASE);
        scenario.made(running, Changes.heartbeat(running));
        clock.advance(Changes.LEASE);

        assertThat(scenario.sweep()).isEmpty();
        assertThat(phaseOf(running)).isEqualTo(Phase.RUNNING);
    }

    @Test
    @Tag("I4")
    @Tag("I12")
    void aLateFinishAfterTheReaperIsRefused() {
        Proposal repeatable = scenario.running(aTicket());
        Proposal unrepeatable = scenario.running(aRefund());
        workerDies();
        scenario.sweep();
        requireLost(scenario.apply(repeatable, Changes.finish(repeatable)), Refusal.WRONG_STATUS);
        requireLost(scenario.apply(unrepeatable, Changes.finish(unrepeatable)), Refusal.WRONG_STATUS);

        scenario.claim(1);

        StatusProbe.Row held = rowOf(repeatable);
        requireLost(scenario.apply(repeatable, Changes.finish(repeatable)), Refusal.WRONG_FENCE);
        requireLost(scenario.apply(repeatable, Changes.heartbeat(repeatable)), Refusal.WRONG_FENCE);
        assertThat(rowOf(repeatable)).isEqualTo(held);
    }

    @Test
    @Tag("I2b")
    void everyStartOfARepeatableCallHasAFenceOfItsOwnAndNoMoreThanItMay() {
        Proposal proposal = scenario.running(aTicket().startedAtMost(3));
        int starts = 1;
        for (int round = 0; round < 5; round++) {
            workerDies();
            scenario.sweep();
            starts += scenario.claim(1).size();
        }

        assertThat(starts).isEqualTo(3);
        assertThat(phaseOf(proposal)).isEqualTo(Phase.FAILED);
        assertThat(rowOf(proposal).fence()).isEqualTo(6);
    }

    @Test
    @Tag("I7")
    @Tag("E8")
    void everythingIsFinalOnceTimeIsOver() {
        scenario.insert(aRefund());
        scenario.approved(aTicket(), SAM);
        scenario.running(aRefund());
        scenario.running(aTicket());
        Proposal retried = scenario.running(aTicket());
        scenario.made(retried, Changes.retry(retried, Duration.ofSeconds(4)));
        clock.advance(Duration.ofHours(4).plus(Changes.LEASE).plus(Changes.GRACE));

        scenario.sweep();

        assertThat(store.search(ProposalQuery.of(People.ACME)).proposals())
                .hasSize(5)
                .allMatch(proposal -> proposal.status().isFinal());
    }

    private void requireUnknownAfterDeath(ProposalBuilder proposal) {
        Proposal running = scenario.running(proposal);
        workerDies();

        assertThat(scenario.sweep()).extracting(AuditEvent::type).containsExactly(EventType.FAILED);

        Proposal failed = scenario.now(running);
        assertThat(failed.state().reason()).isEqualTo(ReasonCode.OUTCOME_UNKNOWN);
        assertThat(failed.state().progress().effect()).isEqualTo(EffectState.POSSIBLE);
        assertThat(failed.state().progress().fence()).isEqualTo(2);
        assertThat(scenario.claim(10)).isEmpty();
    }

    private void workerDies() {
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plus(setup.tick()));
    }

    private List<AuditEvent> sweep(int limit) {
        return store.sweep(new SweepRequest(SequentialIds.IDS.next(), limit, Changes.GRACE));
    }
}
