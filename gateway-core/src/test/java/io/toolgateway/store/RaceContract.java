package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.SequentialIds;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two at the same moment, many times: the row and the record say which one it was. */
abstract class RaceContract extends StoreContract {

    private Race race;

    RaceContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void ready() {
        race = new Race(2);
    }

    @AfterEach
    void over() {
        race.close();
    }

    @Test
    @Tag("A4")
    void approveAgainstReject() throws InterruptedException {
        for (int round = 0; round < setup.races(); round++) {
            Proposal parked = scenario.insert(aRefund());

            List<TransitionResult> results = race.run(
                    () -> scenario.apply(parked, Changes.approve(parked, SAM)),
                    () -> scenario.apply(parked, Changes.reject(SUE)));

            boolean approved = requireOneWon(results) == 0;
            assertThat(rowOf(parked).status()).isEqualTo(approved ? ProposalStatus.APPROVED : ProposalStatus.REJECTED);
            assertThat(typesOf(parked))
                    .containsExactly(EventType.PARKED, approved ? EventType.APPROVED : EventType.REJECTED);
        }
    }

    @Test
    @Tag("I3")
    void approveAgainstExpire() throws InterruptedException {
        needsVirtualClock();
        for (int round = 0; round < setup.races(); round++) {
            Proposal parked = scenario.insert(aRefund());
            toJustBeforeDeadlineOf(parked);

            List<Object> results = race.run(() -> scenario.apply(parked, Changes.approve(parked, SAM)), () -> {
                toDeadlineOf(parked);
                return scenario.sweep();
            });
            sweepWhatWasHeld();

            assertThat(rowOf(parked).status()).isEqualTo(ProposalStatus.EXPIRED);
            if (results.get(0) instanceof TransitionResult.Applied) {
                assertThat(typesOf(parked)).containsExactly(EventType.PARKED, EventType.APPROVED, EventType.EXPIRED);
                assertThat(eventsOf(parked).get(1).at()).isBefore(parked.validUntil());
            } else {
                assertThat(typesOf(parked)).containsExactly(EventType.PARKED, EventType.EXPIRED);
                assertThat(((TransitionResult.Lost) results.get(0)).refusal())
                        .isIn(Refusal.TOO_LATE, Refusal.WRONG_STATUS);
            }
        }
    }

    @Test
    @Tag("I3")
    void claimAgainstExpire() throws InterruptedException {
        needsVirtualClock();
        for (int round = 0; round < setup.races(); round++) {
            Proposal approved = scenario.approved(aRefund(), SAM);
            toJustBeforeDeadlineOf(approved);

            List<List<?>> results = race.run(() -> scenario.claim(1), () -> {
                toDeadlineOf(approved);
                return scenario.sweep();
            });
            sweepWhatWasHeld();

            boolean claimed = !results.get(0).isEmpty();
            assertThat(phaseOf(approved)).isEqualTo(claimed ? Phase.RUNNING : Phase.EXPIRED);
            if (claimed) {
                assertThat(eventsOf(approved).get(2).at()).isBefore(approved.validUntil());
                scenario.made(scenario.now(approved), Changes.finish(scenario.now(approved)));
            }
        }
    }

    @Test
    @Tag("E1")
    @Tag("I2")
    void claimAgainstClaim() throws InterruptedException {
        for (int round = 0; round < setup.races(); round++) {
            Proposal approved = scenario.approved(aRefund(), SAM);

            List<List<Claimed>> results = race.run(() -> scenario.claim(1), () -> scenario.claim(1));

            assertThat(results.get(0).size() + results.get(1).size()).isEqualTo(1);
            assertThat(rowOf(approved).fence()).isEqualTo(1);
            assertThat(typesOf(approved)).containsExactly(EventType.PARKED, EventType.APPROVED, EventType.CLAIMED);
            Proposal running = scenario.now(approved);
            scenario.made(running, Changes.finish(running));
        }
    }

    @Test
    @Tag("I12")
    void finishAgainstReap() throws InterruptedException {
        needsVirtualClock();
        for (int round = 0; round < setup.races(); round++) {
            Proposal running = scenario.running(aTicket());
            clock.advance(Changes.LEASE.plus(Changes.GRACE).plus(setup.tick()));

            List<TransitionResult> results = race.run(
                    () -> scenario.apply(running, Changes.finish(running)),
                    () -> scenario.apply(running, Changes.reap()));

            boolean finished = requireOneWon(results) == 0;
            assertThat(rowOf(running).status()).isEqualTo(finished ? ProposalStatus.EXECUTED : ProposalStatus.APPROVED);
            assertThat(rowOf(running).fence()).isEqualTo(finished ? 1 : 2);
            if (!finished) {
                scenario.made(scenario.now(running), Changes.abandon());
            }
        }
    }

    @Test
    @Tag("P10")
    @Tag("I14")
    void insertAgainstInsertUnderOneKey() throws InterruptedException {
        for (int round = 0; round < setup.races(); round++) {
            NewProposal one = aRefund().keyedBy("round-" + round).build();
            NewProposal other = aRefund().keyedBy("round-" + round).build();

            List<Insertion> results = race.run(
                    () -> store.insert(List.of(one), List.of()), () -> store.insert(List.of(other), List.of()));

            assertThat(results).hasAtLeastOneElementOfType(Insertion.Stored.class);
            assertThat(results).hasAtLeastOneElementOfType(Insertion.Existing.class);
            assertThat(probe.rows()).isEqualTo(round + 1L);
            assertThat(probe.row(one.id()).isPresent())
                    .isNotEqualTo(probe.row(other.id()).isPresent());
        }
    }

    @Test
    void reserveAgainstReserve() throws InterruptedException {
        needs(StoreSetup.Capability.EFFECTS);
        for (int round = 0; round < setup.races(); round++) {
            String key = "budget-" + round;

            List<Insertion> results = race.run(() -> insertTaking(key, "60"), () -> insertTaking(key, "50"));

            assertThat(results).hasAtLeastOneElementOfType(Insertion.Stored.class);
            assertThat(results).anySatisfy(overLimit(key));
            assertThat(probe.rows()).isEqualTo(round + 1L);
        }
    }

    private Insertion insertTaking(String key, String amount) {
        return store.insert(
                List.of(aRefund().build()),
                List.of(new SideEffect.Reserve(key, new BigDecimal(amount), new BigDecimal("100"))));
    }

    @Test
    @Tag("A2")
    void approveAgainstApproveOfAQuorum() throws InterruptedException {
        for (int round = 0; round < setup.races(); round++) {
            Proposal parked = scenario.insert(aRefund()
                    .parkedFor(Verdict.requireApproval(Approvers.byRole("supervisor"))
                            .from(2)));

            List<Boolean> results = race.run(() -> approveAtLast(parked, SAM), () -> approveAtLast(parked, SUE));

            assertThat(results).containsExactly(true, true);
            assertThat(rowOf(parked).status()).isEqualTo(ProposalStatus.APPROVED);
            assertThat(typesOf(parked)).containsExactly(EventType.PARKED, EventType.VOTED, EventType.APPROVED);
            assertThat(scenario.now(parked).state().review().votes()).hasSize(2);
        }
    }

    /** Whoever lost to the other's vote looks again and votes on what stands there now. */
    private boolean approveAtLast(Proposal seen, Caller reviewer) {
        TransitionResult result = scenario.apply(seen, Changes.approve(seen, reviewer));
        if (result instanceof TransitionResult.Lost lost && lost.refusal() == Refusal.WRONG_VERSION) {
            result = scenario.apply(lost.current(), Changes.approve(lost.current(), reviewer));
        }
        return result instanceof TransitionResult.Applied;
    }

    @Test
    @Tag("P2")
    void switchOffAgainstStart() throws InterruptedException {
        for (int round = 0; round < setup.races(); round++) {
            String tool = "tool-" + round;
            NewProposal started = aRefund().ofTool(tool).allowed().build();

            List<Object> results = race.run(() -> store.insert(List.of(started), List.of()), () -> {
                store.switches().off(tool, null, "ops");
                return store.insert(List.of(aRefund().ofTool(tool).allowed().build()), List.of());
            });

            assertThat(results.get(1)).as("after off has returned").isEqualTo(new Insertion.ToolOff(tool));
            assertThat(probe.row(started.id()).isPresent()).isEqualTo(results.get(0) instanceof Insertion.Stored);
            store.switches().on(tool, null, "ops");
        }
    }

    @Test
    @Tag("P2")
    void switchOffAgainLeavesNoGap() throws InterruptedException {
        store.switches().off("process_refund", null, "ops");
        for (int round = 0; round < setup.races(); round++) {
            List<Boolean> results = race.run(
                    () -> repeat(() -> {
                        store.switches().off("process_refund", null, "ops");
                        return true;
                    }),
                    () -> repeat(() -> store.switches().isOff("process_refund", ACME)));

            assertThat(results.get(1)).as("off all the time").isTrue();
            assertThat(store.insert(List.of(aRefund().build()), List.of())).isInstanceOf(Insertion.ToolOff.class);
        }
    }

    /** Often enough for the two to meet; true if it was so each time. */
    private static boolean repeat(BooleanSupplier step) {
        boolean always = true;
        for (int i = 0; i < 100; i++) {
            always &= step.getAsBoolean();
        }
        return always;
    }

    @Test
    void theSameTransitionTwiceAtOnceIsOne() throws InterruptedException {
        for (int round = 0; round < setup.races(); round++) {
            Proposal parked = scenario.insert(aRefund());
            UUID transition = SequentialIds.IDS.next();

            List<TransitionResult> results = race.run(
                    () -> scenario.apply(transition, parked, Changes.approve(parked, SAM)),
                    () -> scenario.apply(transition, parked, Changes.approve(parked, SAM)));

            assertThat(results).hasAtLeastOneElementOfType(TransitionResult.Applied.class);
            assertThat(results).hasAtLeastOneElementOfType(TransitionResult.AlreadyMine.class);
            assertThat(typesOf(parked)).containsExactly(EventType.PARKED, EventType.APPROVED);
        }
    }

    /** Gives the winner's number. */
    private static int requireOneWon(List<TransitionResult> results) {
        assertThat(results).hasAtLeastOneElementOfType(TransitionResult.Applied.class);
        assertThat(results).hasAtLeastOneElementOfType(TransitionResult.Lost.class);
        return results.get(0) instanceof TransitionResult.Applied ? 0 : 1;
    }

    /** A sweep may leave to the next what someone else is changing. */
    private void sweepWhatWasHeld() {
        scenario.sweep();
    }
}
