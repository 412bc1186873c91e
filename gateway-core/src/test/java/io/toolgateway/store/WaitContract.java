package io.toolgateway.store;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Race;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A waiting worker hears of work at once; the bounds are generous, since a machine may be slow. */
@Tag("A1")
abstract class WaitContract extends StoreContract {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);

    WaitContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    void nothingIsHeardWhereNothingHappens() throws InterruptedException {
        scenario.insert(aRefund());
        hearWhatIsThere();

        assertThat(store.awaitWork(SHORT)).isFalse();
        assertThat(store.awaitWork(Duration.ZERO)).isFalse();
    }

    @Test
    void anApprovalWakesWhoeverWaits() throws InterruptedException {
        Proposal parked = scenario.insert(aRefund());
        hearWhatIsThere();

        try (Race race = new Race(2)) {
            List<Object> results =
                    race.run(() -> store.awaitWork(LONG), () -> scenario.made(parked, Changes.approve(parked, SAM)));
            assertThat(results.get(0)).isEqualTo(true);
        }
        assertThat(scenario.claim(1)).hasSize(1);
    }

    @Test
    void whatBecameReadyBeforeTheWaitIsNotSleptThrough() throws InterruptedException {
        Proposal parked = scenario.insert(aRefund());
        hearWhatIsThere();

        scenario.made(parked, Changes.approve(parked, SAM));

        assertThat(store.awaitWork(LONG)).isTrue();
    }

    @Test
    @Tag("A6")
    void theNextStepOfAChainIsHeardOf() throws InterruptedException {
        scenario.approvedChain(SAM, aRefund(), aTicket());
        Proposal first = scenario.claim(1).get(0).proposal();
        hearWhatIsThere();

        scenario.made(first, Changes.finish(first));

        assertThat(store.awaitWork(LONG)).isTrue();
        assertThat(scenario.claim(1)).hasSize(1);
    }

    @Test
    void whatIsGivenBackIsHeardOf() throws InterruptedException {
        Proposal running = scenario.running(aRefund());
        hearWhatIsThere();

        scenario.made(running, Changes.release(running));

        assertThat(store.awaitWork(LONG)).isTrue();
    }

    @Test
    @Tag("E7")
    void whatIsTakenFromADeadWorkerIsHeardOf() throws InterruptedException {
        needsVirtualClock();
        scenario.running(aTicket());
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plus(setup.tick()));
        hearWhatIsThere();

        scenario.sweep();

        assertThat(store.awaitWork(LONG)).isTrue();
    }

    @Test
    @Tag("P2")
    void aToolThatIsOnAgainIsHeardOf() throws InterruptedException {
        scenario.approved(aRefund(), SAM);
        store.switches().off("process_refund", null, "ops");
        hearWhatIsThere();

        store.switches().on("process_refund", null, "ops");

        assertThat(store.awaitWork(LONG)).isTrue();
        assertThat(scenario.claim(1)).hasSize(1);
    }

    private void hearWhatIsThere() throws InterruptedException {
        for (int i = 0; i < 100 && store.awaitWork(SHORT); i++) {
            assertThat(i).as("a store that always says there is work").isLessThan(99);
        }
    }
}
