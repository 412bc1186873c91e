package io.toolgateway.store;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static io.toolgateway.testkit.Proposals.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the in-memory store promises beyond the contract. */
class InMemoryProposalStoreOwnTest {

    private final AtomicLong ticks = new AtomicLong();
    private final InMemoryProposalStore store =
            new InMemoryProposalStore(() -> SettableClock.START.plusNanos(ticks.incrementAndGet()));
    private final Scenario scenario = new Scenario(store);

    @Test
    void saysThatNothingOutlivesTheProcess() {
        assertThat(store.isDurable()).isFalse();
    }

    @Test
    @Tag("A6")
    void aTransitionHasOneTimeHoweverOftenTheClockTicks() {
        List<Proposal> steps = ((Insertion.Stored) store.insert(chain(aRefund(), aTicket()), List.of())).proposals();
        TransitionResult.Applied approved =
                Scenario.applied(store.apply(List.of(Scenario.together(steps, step -> Changes.approve(step, SAM))))
                        .get(0));

        assertThat(steps)
                .extracting(Proposal::validUntil)
                .containsOnly(steps.get(0).validUntil());
        Instant at = approved.events().get(0).at();
        assertThat(approved.events()).extracting(AuditEvent::at).containsOnly(at);
        assertThat(approved.after())
                .extracting(step -> step.state().review().reviewedAt())
                .containsOnly(at);
    }

    @Test
    void timeDoesNotGoBackWithTheClock() {
        SettableClock clock = new SettableClock();
        Scenario there = new Scenario(new InMemoryProposalStore(clock));
        Proposal first = there.insert(aRefund());
        clock.advance(Duration.ofHours(-2));

        assertThat(there.insert(aRefund()).createdAt()).isEqualTo(first.createdAt());
    }

    @Test
    void whatNobodyCanClaimWakesNobody() throws InterruptedException {
        Proposal running = scenario.running(aRefund());
        Proposal parked = scenario.insert(aRefund());
        store.awaitWork(Duration.ZERO);

        scenario.made(running, Changes.heartbeat(running));
        scenario.made(running, Changes.failUnknown(running));
        scenario.made(parked, Changes.reject(SAM));

        assertThat(store.awaitWork(Duration.ZERO)).isFalse();
    }

    @Test
    void anIdIsUsedOnce() {
        Proposal stored = scenario.insert(aRefund());

        assertThatThrownBy(() -> scenario.insert(aTicket().withId(stored.id())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(scenario.now(stored)).isEqualTo(stored);
    }

    @Test
    void aQueryNamesItsStatuses() {
        ProposalQuery all = ProposalQuery.of(People.ACME);

        assertThatThrownBy(() -> all.in()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all.limit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all.limit(1_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
