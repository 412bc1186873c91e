package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.Outbox.Message;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a conversation is sent: every end that nobody hears at once, in the transaction of the move, and no more than that. */
@Tag("P8")
abstract class LateMessageContract extends StoreContract {

    private static final Duration HOLD = Duration.ofMinutes(1);

    LateMessageContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    @Test
    void whatWaitsAndWhatRunsSendsNothing() {
        scenario.insert(aRefund());
        scenario.approved(aRefund(), SAM);
        Proposal running = scenario.running(aTicket());
        scenario.made(running, Changes.heartbeat(running));
        scenario.made(running, Changes.retry(running, Duration.ZERO));

        assertThat(probe.outbox()).isEmpty();
    }

    @Test
    void everyEndOfWhatWaitedIsTold() {
        Proposal parked = scenario.insert(aRefund());
        told(parked, Changes.reject(SAM));
        parked = scenario.insert(aRefund());
        told(parked, Changes.withdraw(ANN));
        parked = scenario.insert(aRefund());
        told(parked, Changes.supersede(parked, SAM));
        Proposal approved = scenario.approved(aRefund(), SAM);
        told(approved, Changes.abandon());
        Proposal running = scenario.running(aRefund());
        told(running, Changes.finish(running));
        running = scenario.running(aRefund());
        told(running, Changes.failWithoutEffect(running));
        running = scenario.running(aRefund());
        Proposal unknown = told(running, Changes.failUnknown(running));
        told(unknown, Changes.resolve(SAM));
    }

    @Test
    @Tag("A4")
    @Tag("E7")
    void whatTheSweeperEndsIsTold() {
        needsVirtualClock();
        Proposal pending = scenario.insert(aRefund());
        Proposal approved = scenario.approved(aRefund(), SAM);
        Proposal between = scenario.running(aTicket());
        scenario.made(between, Changes.retry(between, Duration.ofHours(1)));
        Proposal running = scenario.running(aRefund());
        List<Proposal> chain = scenario.approvedChain(SAM, aRefund(), aTicket());
        scenario.made(chain.get(0), new Change.Abandon(ReasonCode.STALE_STATE, null));

        clock.advance(Duration.ofHours(5));
        scenario.sweep();

        assertThat(proposals(take()))
                .containsExactlyInAnyOrder(
                        pending.id(),
                        approved.id(),
                        between.id(),
                        running.id(),
                        chain.get(0).id(),
                        chain.get(1).id());
        scenario.sweep();
        clock.advance(HOLD.negated());
        assertThat(probe.outbox()).hasSize(6);
    }

    @Test
    @Tag("A6")
    void eachStepOfAChainIsToldForItself() {
        List<Proposal> steps =
                scenario.insertChain(aRefund().calledAs("a"), aTicket().calledAs("b"));

        store.apply(List.of(Scenario.together(steps, step -> Changes.reject(SAM))));

        List<Message> messages = take();
        assertThat(proposals(messages))
                .containsExactly(steps.get(0).id(), steps.get(1).id());
        assertThat(messages)
                .extracting(message -> Json.parseObject(message.body()).get("call"))
                .containsExactly("a", "b");
    }

    private static Transition Scenario_rejected(List<Proposal> steps) {
        return io.toolgateway.testkit.Scenario.together(steps, step -> Changes.reject(SAM));
    }

    @Test
    void theFirstStartOfWhatWasAllowedIsHeardByWhoeverProposedIt() {
        Proposal done = scenario.insert(aRefund().allowed());
        scenario.made(done, Changes.finish(done));
        Proposal failed = scenario.insert(aRefund().allowed());
        scenario.made(failed, Changes.failWithoutEffect(failed));
        Proposal unknown = scenario.insert(aRefund().allowed());
        scenario.made(unknown, Changes.failUnknown(unknown));

        assertThat(probe.outbox()).isEmpty();
    }

    @Test
    @Tag("E4")
    void aLaterStartOfWhatWasAllowedIsTold() {
        Proposal retried = scenario.insert(aTicket().allowed());
        scenario.made(retried, Changes.retryWithoutEffect(retried, Duration.ZERO));
        Proposal released = scenario.insert(aRefund().allowed());
        scenario.made(released, Changes.release(released));
        List<Claimed> again = scenario.claim(10);
        assertThat(again).hasSize(2);

        again.forEach(claimed -> scenario.made(claimed.proposal(), Changes.finish(claimed.proposal())));

        assertThat(proposals(take())).containsExactlyInAnyOrder(retried.id(), released.id());
    }

    @Test
    @Tag("E7")
    void theEndOfAnAllowedCallWhoseProposerDiedIsTold() {
        needsVirtualClock();
        Proposal orphan = scenario.insert(aRefund().allowed());
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plusSeconds(1));

        scenario.sweep();

        assertThat(phaseOf(orphan)).isEqualTo(Phase.FAILED);
        assertThat(proposals(take())).containsExactly(orphan.id());
    }

    @Test
    void whoeverRunsOnAfterAnAnswerAddsTheSameMessage() {
        Proposal allowed = scenario.insert(aRefund().allowed());
        SideEffect.Send told = Conversations.told(allowed).orElseThrow();

        scenario.made(allowed, Changes.finish(allowed), told);

        assertThat(take()).extracting(Message::id).containsExactly(told.id());
        Proposal parked = scenario.running(aRefund());
        SideEffect.Send same = Conversations.told(parked).orElseThrow();
        scenario.made(parked, Changes.finish(parked), same);
        assertThat(take()).as("sent once").extracting(Message::id).containsExactly(same.id());
    }

    @Test
    void whatBelongsToNoConversationIsNotTold() {
        Proposal parked = scenario.insert(aRefund().in(Request.of("r").keyedBy("k")));
        scenario.made(parked, Changes.reject(SAM));

        assertThat(probe.outbox()).isEmpty();
        assertThat(Conversations.told(parked)).isEmpty();
    }

    @Test
    @Tag("I6")
    void aRepeatSendsOnce() {
        Proposal parked = scenario.insert(aRefund());
        UUID transition = SequentialIds.IDS.next();
        scenario.apply(transition, parked, Changes.reject(SAM));
        scenario.apply(transition, parked, Changes.reject(SAM));

        List<Message> messages = take();
        assertThat(proposals(messages)).containsExactly(parked.id());
        store.outbox().acknowledge(ACME, List.of(messages.get(0).id()));
        scenario.apply(transition, parked, Changes.reject(SAM));
        assertThat(probe.outbox()).as("also once it was heard").isEmpty();
    }

    @Test
    void whatIsLostOrOverALimitSendsNothing() {
        Proposal parked = scenario.insert(aRefund());
        scenario.apply(parked, Changes.reject(MAX));
        scenario.apply(parked, Changes.reject(SAM), new SideEffect.Reserve("budget", BigDecimal.TEN, BigDecimal.ONE));
        Proposal running = scenario.running(aRefund());
        scenario.apply(running, new Change.Finish(7, Changes.finish(running).execution()));

        assertThat(phaseOf(parked)).isEqualTo(Phase.PENDING);
        assertThat(probe.outbox()).isEmpty();
    }

    @Test
    void oneProposalSendsADifferentMessageForEachThingThatHappened() {
        Proposal running = scenario.running(aRefund());
        Proposal unknown = scenario.made(running, Changes.failUnknown(running));
        scenario.made(unknown, Changes.resolve(SAM));

        List<Message> messages = take();
        assertThat(proposals(messages)).containsExactly(running.id(), running.id());
        assertThat(messages).extracting(Message::id).doesNotHaveDuplicates();
    }

    @Test
    @Tag("I18")
    void aConversationOfTheSameNameInAnotherTenantHearsNothing() {
        Proposal mine = scenario.insert(aRefund());
        scenario.made(mine, Changes.reject(SAM));
        Proposal theirs = scenario.insert(aRefund().by(MAX));
        scenario.made(theirs, Changes.withdraw(MAX));

        assertThat(proposals(store.outbox().take(TakeRequest.of(Conversations.topic(ACME, "conv-1"), 10, HOLD))))
                .containsExactly(mine.id());
        assertThat(proposals(store.outbox().take(TakeRequest.of(Conversations.topic(GLOBEX, "conv-1"), 10, HOLD))))
                .containsExactly(theirs.id());
    }

    @Test
    @Tag("I17")
    void aMessageHasIdsOnly() {
        Proposal running = scenario.running(aRefund());
        scenario.made(running, Changes.finish(running));

        Message message = take().get(0);

        assertThat(Json.parseObject(message.body()))
                .containsOnlyKeys("v", "tenant", "user", "conversation", "proposal", "call")
                .containsEntry("tenant", ACME.value())
                .containsEntry("user", ANN.userId())
                .containsEntry("conversation", "conv-1")
                .containsEntry("proposal", running.id().toString())
                .containsEntry("call", "call_1");
        assertThat(message.topic()).isEqualTo(Conversations.topic(ACME, "conv-1"));
    }

    /** Makes a move that ends something; gives the proposal after it. */
    private Proposal told(Proposal before, Change change) {
        Set<UUID> earlier = new HashSet<>(probe.outbox());
        UUID expected = Conversations.told(before).orElseThrow().id();

        Proposal after = scenario.made(before, change);

        List<UUID> sent = probe.outbox();
        assertThat(sent).as("%s tells", change.getClass().getSimpleName()).hasSize(earlier.size() + 1);
        assertThat(sent.get(sent.size() - 1)).isEqualTo(expected);
        return after;
    }

    private List<Message> take() {
        return store.outbox().take(TakeRequest.of(Conversations.KIND, 1_000, HOLD));
    }

    private static List<ProposalId> proposals(List<Message> messages) {
        return messages.stream()
                .map(message -> Conversations.proposalOf(message).orElseThrow())
                .toList();
    }
}
