package io.toolgateway.store;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transition whose commit is not known is asked for again under its id. */
abstract class RepeatContract extends StoreContract {

    RepeatContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    @Tag("I6")
    void aRepeatedTransitionIsMineWithoutASecondEvent() {
        Proposal parked = scenario.insert(aRefund());
        UUID transition = SequentialIds.IDS.next();
        scenario.apply(transition, parked, Changes.approve(parked, SAM));
        StatusProbe.Row before = rowOf(parked);
        List<AuditEvent> events = eventsOf(parked);

        TransitionResult again = scenario.apply(transition, parked, Changes.approve(parked, SAM));

        assertThat(again)
                .isInstanceOfSatisfying(
                        TransitionResult.AlreadyMine.class,
                        mine -> assertThat(mine.current())
                                .singleElement()
                                .satisfies(p -> assertThat(p.phase()).isEqualTo(Phase.APPROVED)));
        assertThat(rowOf(parked)).isEqualTo(before);
        assertThat(eventsOf(parked)).hasSameSizeAs(events);
    }

    @Test
    void theSameDecisionUnderAnotherIdIsLost() {
        Proposal approved = scenario.approved(aRefund(), SAM);

        requireLost(scenario.apply(approved, Changes.approve(approved, SAM)), Refusal.WRONG_STATUS);
    }

    @Test
    void transitionsOfOneBatchAreIndependent() {
        Proposal first = scenario.insert(aRefund());
        Proposal second = scenario.insert(aRefund());
        Proposal third = scenario.insert(aRefund());

        List<TransitionResult> results = store.apply(List.of(
                one(first, Changes.approve(first, SAM)),
                one(second, Changes.approve(first, SAM.withRoles())),
                one(third, Changes.reject(SUE))));

        assertThat(results).hasSize(3);
        Scenario.applied(results.get(0));
        requireLost(results.get(1), Refusal.NOT_ENTITLED);
        Scenario.applied(results.get(2));
        assertThat(phaseOf(second)).isEqualTo(Phase.PENDING);
    }

    @Test
    void laterTransitionsOfABatchSeeTheEarlier() {
        Proposal parked = scenario.insert(aRefund());

        List<TransitionResult> results = store.apply(
                List.of(one(parked, Changes.approve(parked, SAM)), one(parked, Changes.approve(parked, SUE))));

        Scenario.applied(results.get(0));
        requireLost(results.get(1), Refusal.WRONG_STATUS);
    }

    @Test
    void anEmptyBatchDoesNothing() {
        assertThat(store.apply(List.of())).isEmpty();
    }

    private static Transition one(Proposal proposal, Change change) {
        return Transition.of(
                SequentialIds.IDS.next(), proposal.tenant(), "user:" + SAM.userId(), proposal.id(), change);
    }
}
