package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Outbox.Message;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is announced about a move is sent in its transaction: if the move is made, and only then, and once. */
@Tag("A8")
abstract class AnnouncementContract extends StoreContract {

    private static final Duration HOLD = Duration.ofMinutes(1);
    private static final Announcer ALL = news -> List.of(message(
            news,
            new Topic("news", news.after().tenant(), news.move().number() + (news.before() == null ? " new" : ""))));
    private static final SideEffect.Announce ANNOUNCE = new SideEffect.Announce(ALL, false);

    AnnouncementContract(StoreSetup setup) {
        super(setup);
    }

    private static SideEffect.Send message(Announcer.News news, Topic topic) {
        UUID id = SideEffect.Send.idOf(
                "test", news.after().id().toString(), Long.toString(news.after().version()));
        return new SideEffect.Send(id, topic, "{}", Instant.EPOCH);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    @Test
    void whoeverDoesNotAskIsToldNothing() {
        Proposal parked = scenario.insert(aRefund());
        scenario.made(parked, Changes.approve(parked, SAM));

        assertThat(announced()).isEmpty();
    }

    @Test
    void whatIsStoredIsAnnounced() {
        insert(aRefund());

        assertThat(announced()).containsExactly("T1 new");
    }

    @Test
    void theSameCallAgainIsNoNews() {
        ProposalBuilder refund = aRefund().keyedBy("again");
        insert(refund);
        announced();

        store.insert(List.of(refund.build()), List.of(ANNOUNCE));

        assertThat(announced()).isEmpty();
    }

    @Test
    void everyMoveIsAnnouncedWithItsOwnTransition() {
        Proposal parked = insert(aRefund());
        assertThat(announced()).containsExactly("T1 new");
        Proposal approved = scenario.made(parked, Changes.approve(parked, SAM), ANNOUNCE);
        assertThat(announced()).containsExactly("T4");
        Proposal running = scenario.made(approved, Changes.claim("worker-1"), ANNOUNCE);
        assertThat(announced()).containsExactly("T9");
        Proposal unknown = scenario.made(running, Changes.failUnknown(running), ANNOUNCE);
        assertThat(announced()).containsExactly("T14");
        scenario.made(unknown, Changes.resolve(SAM), ANNOUNCE);
        assertThat(announced()).containsExactly("T18");
    }

    @Test
    void whatIsRefusedIsNotAnnounced() {
        Proposal parked = scenario.insert(aRefund());
        scenario.made(parked, Changes.approve(parked, SAM));

        scenario.apply(parked, Changes.approve(parked, SUE), ANNOUNCE);
        scenario.apply(parked, Changes.approve(parked, ANN), ANNOUNCE);

        assertThat(announced()).isEmpty();
    }

    @Test
    void aTransitionThatIsRepeatedIsAnnouncedOnce() {
        Proposal parked = scenario.insert(aRefund());
        UUID transition = SequentialIds.IDS.next();
        Change approve = Changes.approve(parked, SAM);

        scenario.apply(transition, parked, approve, ANNOUNCE);
        scenario.apply(transition, parked, approve, ANNOUNCE);

        assertThat(announced()).containsExactly("T4");
    }

    @Test
    void twoWhoAnnounceTheSameSendItOnce() {
        Proposal parked = scenario.insert(aRefund());

        scenario.made(parked, Changes.reject(SAM), ANNOUNCE, new SideEffect.Announce(ALL, true));

        assertThat(announced()).containsExactly("T5");
    }

    @Test
    @Tag("A4")
    @Tag("E7")
    void whatIsSweptIsAnnounced() {
        needsVirtualClock();
        Proposal pending = scenario.insert(aRefund());
        Proposal running = scenario.running(aRefund());
        clock.set(pending.validUntil().plus(Changes.LEASE).plus(Changes.GRACE));

        sweep();

        assertThat(phaseOf(pending)).isEqualTo(Phase.EXPIRED);
        assertThat(phaseOf(running)).isEqualTo(Phase.FAILED);
        assertThat(announced()).containsExactlyInAnyOrder("T6", "T16");
        sweep();
        assertThat(announced()).isEmpty();
    }

    @Test
    void whoeverWaitsForTheAnswerIsKnown() {
        Announcer answers = news -> news.isAnswer() && news.move() == Move.EXECUTE
                ? List.of(message(news, new Topic("news", ACME, "answer")))
                : List.of();
        Proposal started = started(aTicket());
        scenario.made(started, Changes.finish(started), new SideEffect.Announce(answers, false));
        assertThat(announced()).containsExactly("answer");
        Proposal left = started(aTicket());
        scenario.made(left, Changes.finish(left), new SideEffect.Announce(answers, true));
        Proposal claimed = scenario.running(aTicket());
        scenario.made(claimed, Changes.finish(claimed), new SideEffect.Announce(answers, false));

        assertThat(announced()).isEmpty();
    }

    @Test
    void anAnnouncerThatThrowsKeepsNoMoveBack() {
        SideEffect.Announce broken = new SideEffect.Announce(
                news -> {
                    throw new IllegalStateException("on purpose");
                },
                false);
        SideEffect.Announce forged =
                new SideEffect.Announce(news -> List.of(message(news, new Topic("news", GLOBEX, "forged"))), false);
        Proposal parked = scenario.insert(aRefund());

        Proposal approved = scenario.made(parked, Changes.approve(parked, SAM), broken, forged, ANNOUNCE);

        assertThat(phaseOf(approved)).isEqualTo(Phase.APPROVED);
        assertThat(announced()).containsExactly("T4");
    }

    private Proposal insert(ProposalBuilder proposal) {
        return ((Insertion.Stored) store.insert(List.of(proposal.build()), List.of(ANNOUNCE)))
                .proposals()
                .get(0);
    }

    private Proposal started(ProposalBuilder proposal) {
        return scenario.insert(proposal.allowed());
    }

    private void sweep() {
        store.sweep(new SweepRequest(SequentialIds.IDS.next(), 100, Changes.GRACE, Set.of(), List.of(ANNOUNCE)));
    }

    /** What has been announced since the last look. */
    private List<String> announced() {
        List<Message> messages = store.outbox().take(TakeRequest.of("news", 100, HOLD));
        messages.forEach(message -> store.outbox().acknowledge(message.topic().tenant(), List.of(message.id())));
        return messages.stream().map(message -> message.topic().name()).toList();
    }
}
