package io.toolgateway.store;

import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static io.toolgateway.testkit.Proposals.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.policy.Approvers;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.SequentialIds;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One proposal for each key of a user of a tenant. */
@Tag("P10")
@Tag("I14")
abstract class DuplicateContract extends StoreContract {

    DuplicateContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    void theSameCallIsStoredOnce() {
        Proposal first = scenario.insert(aRefund().keyedBy("order-1"));

        assertThat(existing(aRefund().keyedBy("order-1"))).isEqualTo(first);

        assertThat(probe.rows()).isEqualTo(1);
        assertThat(eventsOf(first)).hasSize(1);
    }

    @Test
    void aDuplicateIsAnsweredInWhateverStateTheFirstIs() {
        Proposal parked = scenario.insert(aRefund().keyedBy("order-1"));
        Proposal approved = scenario.made(parked, Changes.approve(parked, SAM));
        assertThat(existing(aRefund().keyedBy("order-1")).phase()).isEqualTo(Phase.APPROVED);
        Proposal running = scenario.made(approved, Changes.claim("worker-1"));
        assertThat(existing(aRefund().keyedBy("order-1")).phase()).isEqualTo(Phase.RUNNING);
        scenario.made(running, Changes.finish(running));

        Proposal executed = existing(aRefund().keyedBy("order-1"));

        assertThat(executed.phase()).isEqualTo(Phase.EXECUTED);
        assertThat(executed.state().execution()).isNotNull();
    }

    @Test
    void aDuplicateOfAnAllowedCallStartsNothing() {
        Proposal started = scenario.insert(aRefund().keyedBy("order-1").allowed());

        assertThat(existing(aRefund().keyedBy("order-1").allowed()).id()).isEqualTo(started.id());
        assertThat(rowOf(started).fence()).isEqualTo(1);
        assertThat(probe.rows()).isEqualTo(1);
    }

    @Test
    void anotherCallUnderTheKeyIsAConflict() {
        Proposal first = scenario.insert(aRefund().calledAs("call_1"));
        StatusProbe.Row before = rowOf(first);

        requireConflict(first, aRefund().calledAs("call_1").withArguments("{\"amount\":1}"));
        requireConflict(first, aRefund().calledAs("call_1").ofTool("close_account"));
        requireConflict(first, aRefund().calledAs("call_1").ofToolVersion("2"));

        assertThat(rowOf(first)).isEqualTo(before);
        assertThat(probe.rows()).isEqualTo(1);
    }

    @Test
    @Tag("P6")
    void keysOfOtherUsersAndTenantsAreOthers() {
        scenario.insert(aRefund().keyedBy("order-1"));
        scenario.insert(aRefund().keyedBy("order-1").by(SUE));
        scenario.insert(aRefund().keyedBy("order-1").by(MAX));

        assertThat(probe.rows()).isEqualTo(3);
    }

    @Test
    void theSameKeyTextOfAnotherUserIsAnother() {
        NewProposal mine = aRefund().build();
        NewProposal theirs = withKeyOf(mine, aRefund().by(MAX).build());

        assertThat(store.insert(List.of(mine), List.of())).isInstanceOf(Insertion.Stored.class);
        assertThat(store.insert(List.of(theirs), List.of())).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    @Tag("A6")
    void theSameChainIsStoredOnce() {
        List<NewProposal> first = chain(aRefund().keyedBy("a"), aTicket().keyedBy("a"));
        List<NewProposal> again = chain(aRefund().keyedBy("a"), aTicket().keyedBy("a"));
        List<Proposal> stored = ((Insertion.Stored) store.insert(first, List.of())).proposals();

        assertThat(store.insert(again, List.of()))
                .isInstanceOfSatisfying(
                        Insertion.Existing.class,
                        existing -> assertThat(existing.proposals()).isEqualTo(stored));
        assertThat(probe.rows()).isEqualTo(2);
    }

    @Test
    @Tag("A6")
    void aChainThatSharesOnlySomeStepsIsAConflict() {
        Proposal single = scenario.insert(aTicket().keyedBy("a"));

        assertThat(store.insert(chain(aRefund().keyedBy("a"), aTicket().keyedBy("a")), List.of()))
                .isInstanceOfSatisfying(
                        Insertion.KeyConflict.class,
                        conflict -> assertThat(conflict.proposal().id()).isEqualTo(single.id()));
        assertThat(probe.rows()).isEqualTo(1);
    }

    @Test
    @Tag("A6")
    void twoStepsOfAChainUnderOneKeyAreABug() {
        List<NewProposal> twice = chain(aRefund().keyedBy("a"), aRefund().keyedBy("a"));

        assertThatThrownBy(() -> store.insert(twice, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(probe.rows()).isZero();
    }

    @Test
    @Tag("A6")
    void aListOfStepsIsStoredAsAWholeOrNotAtAll() {
        NewProposal whole = aRefund().build();
        NewProposal startedAgainstItsVerdict = new NewProposal(
                aTicket().build().id(),
                SequentialIds.IDS.next(),
                aTicket().parkedFor(Approvers.byCaller()).content(),
                Changes.claim("worker-1"));

        assertThatThrownBy(() -> store.insert(List.of(whole, startedAgainstItsVerdict), List.of()))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(probe.rows()).isZero();
        assertThat(store.insert(List.of(whole), List.of())).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    void nothingAtAllIsABug() {
        assertThatThrownBy(() -> store.insert(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private Proposal existing(ProposalBuilder duplicate) {
        Insertion insertion = store.insert(List.of(duplicate.build()), List.of());
        assertThat(insertion).isInstanceOf(Insertion.Existing.class);
        return ((Insertion.Existing) insertion).proposals().get(0);
    }

    private void requireConflict(Proposal first, ProposalBuilder other) {
        assertThat(store.insert(List.of(other.build()), List.of()))
                .isInstanceOfSatisfying(
                        Insertion.KeyConflict.class,
                        conflict -> assertThat(conflict.proposal().id()).isEqualTo(first.id()));
    }

    private static NewProposal withKeyOf(NewProposal key, NewProposal rest) {
        var content = rest.content();
        var arguments = content.arguments();
        return new NewProposal(
                rest.id(),
                rest.transition(),
                new Content(
                        content.origin(),
                        content.tool(),
                        new ProposedArguments(
                                arguments.values(),
                                arguments.shown(),
                                arguments.hash(),
                                key.content().arguments().idempotencyKey(),
                                arguments.resourceVersion()),
                        content.terms(),
                        content.chain(),
                        content.revises(),
                        content.undoes(),
                        content.editedBy()),
                rest.start());
    }
}
