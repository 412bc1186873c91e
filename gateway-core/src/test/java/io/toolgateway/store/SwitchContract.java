package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static io.toolgateway.testkit.Proposals.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tools switched off and on, for all and for one tenant. */
@Tag("P2")
abstract class SwitchContract extends StoreContract {

    private static final String REFUND = "process_refund";

    SwitchContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    void everyToolIsOnUntilItIsSwitchedOff() {
        assertThat(store.switches().isOff(REFUND, ACME)).isFalse();
        assertThat(store.switches().all()).isEmpty();
    }

    @Test
    @Tag("T2")
    void noCallOfASwitchedOffToolIsStored() {
        store.switches().off(REFUND, null, "ops");

        requireOff(aRefund());
        requireOff(aRefund().allowed());
        requireOff(aRefund().by(MAX));
        assertThat(probe.rows()).isZero();
        assertThat(insert(aTicket())).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    void aChainWithASwitchedOffToolIsNotStoredAtAll() {
        store.switches().off(REFUND, null, "ops");

        assertThat(store.insert(chain(aTicket(), aRefund()), List.of())).isEqualTo(new Insertion.ToolOff(REFUND));
        assertThat(probe.rows()).isZero();
    }

    @Test
    void aToolIsOffForOneTenantAlone() {
        store.switches().off(REFUND, ACME, "ops");

        requireOff(aRefund());
        assertThat(insert(aRefund().by(MAX))).isInstanceOf(Insertion.Stored.class);
        assertThat(store.switches().isOff(REFUND, ACME)).isTrue();
        assertThat(store.switches().isOff(REFUND, GLOBEX)).isFalse();
    }

    @Test
    @Tag("T9")
    void whatWaitsIsLeftAloneAndClaimedWhenTheToolIsOnAgain() {
        Proposal waiting = scenario.approved(aRefund(), SAM);
        store.switches().off(REFUND, ACME, "ops");

        assertThat(scenario.claim(10)).isEmpty();
        requireLost(scenario.apply(waiting, Changes.claim("worker-1")), Refusal.TOOL_OFF);
        assertThat(phaseOf(waiting)).isEqualTo(Phase.APPROVED);

        store.switches().on(REFUND, ACME, "ops");
        assertThat(scenario.claim(10)).hasSize(1);
    }

    @Test
    @Tag("T7")
    void whatWaitsTooLongExpiresForThatReason() {
        needsVirtualClock();
        Proposal off = scenario.approved(aRefund(), SAM);
        Proposal on = scenario.approved(aTicket(), SAM);
        Proposal undecided = scenario.insert(aRefund());
        store.switches().off(REFUND, null, "ops");
        toDeadlineOf(off);

        scenario.sweep();

        assertThat(scenario.now(off).state().reason()).isEqualTo(ReasonCode.TOOL_OFF);
        assertThat(scenario.now(on).state().reason()).isNull();
        assertThat(scenario.now(undecided).state().reason()).isNull();
    }

    @Test
    void aHandlerThatRunsIsNotStopped() {
        Proposal running = scenario.running(aRefund());
        store.switches().off(REFUND, null, "ops");

        assertThat(scenario.made(running, Changes.heartbeat(running)).phase()).isEqualTo(Phase.RUNNING);
        assertThat(scenario.made(running, Changes.finish(running)).phase()).isEqualTo(Phase.EXECUTED);
    }

    @Test
    void peopleStillDecideWhileAToolIsOff() {
        Proposal parked = scenario.insert(aRefund());
        store.switches().off(REFUND, null, "ops");

        assertThat(scenario.made(parked, Changes.approve(parked, SAM)).phase()).isEqualTo(Phase.APPROVED);
        assertThat(scenario.claim(10)).isEmpty();
    }

    @Test
    void offForAllStaysOffForATenantUntilItIsOnForAll() {
        store.switches().off(REFUND, null, "ops");
        store.switches().on(REFUND, ACME, "ops");
        assertThat(store.switches().isOff(REFUND, ACME)).isTrue();

        store.switches().on(REFUND, null, "ops");
        assertThat(store.switches().isOff(REFUND, ACME)).isFalse();
    }

    @Test
    void offForATenantStaysOffWhenItIsOnForAll() {
        store.switches().off(REFUND, ACME, "ops");
        store.switches().off(REFUND, null, "ops");
        store.switches().on(REFUND, null, "ops");

        assertThat(store.switches().isOff(REFUND, ACME)).isTrue();
        assertThat(store.switches().isOff(REFUND, GLOBEX)).isFalse();
    }

    @Test
    void switchingTwiceIsSwitchingOnce() {
        store.switches().off(REFUND, null, "ops");
        store.switches().off(REFUND, null, "night shift");

        assertThat(store.switches().all()).containsExactly(new ToolSwitches.Switch(REFUND, null, "night shift"));
        store.switches().on(REFUND, null, "ops");
        store.switches().on(REFUND, null, "ops");
        assertThat(store.switches().all()).isEmpty();
    }

    @Test
    @Tag("P10")
    void aDuplicateIsAnsweredWhileItsToolIsOff() {
        Proposal first = scenario.insert(aRefund().keyedBy("a"));
        store.switches().off(REFUND, null, "ops");

        assertThat(insert(aRefund().keyedBy("a"))).isEqualTo(new Insertion.Existing(List.of(first)));
    }

    private void requireOff(ProposalBuilder proposal) {
        assertThat(insert(proposal)).isEqualTo(new Insertion.ToolOff(REFUND));
    }

    private Insertion insert(ProposalBuilder proposal) {
        return store.insert(List.of(proposal.build()), List.of());
    }
}
