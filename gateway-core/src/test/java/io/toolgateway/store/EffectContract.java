package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static io.toolgateway.testkit.Proposals.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens with a transition: limits, messages, revisions; with it or not at all. */
abstract class EffectContract extends StoreContract {

    EffectContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    @Test
    void aLimitIsReachedAndNotPassed() {
        assertThat(insertTaking("60")).isInstanceOf(Insertion.Stored.class);
        assertThat(insertTaking("40")).isInstanceOf(Insertion.Stored.class);
        assertThat(insertTaking("0.01")).satisfies(overLimit("budget"));
        assertThat(insertTaking("0")).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    void overTheLimitNothingHappensAtAll() {
        Proposal parked = scenario.insert(aRefund());
        StatusProbe.Row before = rowOf(parked);

        TransitionResult result = scenario.apply(parked, Changes.approve(parked, SAM), send(), take("100.01"), send());

        assertThat(result).satisfies(overLimit("budget"));
        assertThat(rowOf(parked)).isEqualTo(before);
        assertThat(eventsOf(parked)).hasSize(1);
        assertThat(probe.outbox()).isEmpty();
        assertThat(insertTaking("100")).as("nothing was taken").isInstanceOf(Insertion.Stored.class);
    }

    @Test
    void overTheLimitNothingIsStored() {
        assertThat(store.insert(chain(aRefund(), aTicket()), List.of(take("101"), send())))
                .satisfies(overLimit("budget"));

        assertThat(probe.rows()).isZero();
        assertThat(probe.outbox()).isEmpty();
        assertThat(store.events(new EventQuery(ACME, null, null, null))).isEmpty();
    }

    @Test
    void whatOneTransitionTakesTwiceIsAddedUp() {
        assertThat(store.insert(chain(aRefund(), aTicket()), List.of(take("60"), take("60"))))
                .satisfies(overLimit("budget"));
        assertThat(probe.rows()).isZero();

        assertThat(store.insert(chain(aRefund(), aTicket()), List.of(take("60"), take("40"))))
                .isInstanceOf(Insertion.Stored.class);
        assertThat(insertTaking("0.01")).satisfies(overLimit("budget"));
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        insertTaking("100");
        Proposal parked = scenario.insert(aRefund());
        scenario.made(parked, Changes.reject(SAM), take("-30"));

        assertThat(insertTaking("30.01")).satisfies(overLimit("budget"));
        assertThat(insertTaking("30")).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    void givingBackIsPossibleWhateverTheLimitIsNow() {
        insertTaking("100");
        Proposal parked = scenario.insert(aRefund());

        scenario.made(
                parked,
                Changes.reject(SAM),
                new SideEffect.Reserve("budget", new BigDecimal("-1"), new BigDecimal("5")));

        assertThat(phaseOf(parked)).isEqualTo(Phase.REJECTED);
    }

    @Test
    void amountsAddUpExactly() {
        for (int i = 0; i < 10; i++) {
            assertThat(insertTaking("9.9999999999999999999")).isInstanceOf(Insertion.Stored.class);
        }
        assertThat(insertTaking("0.0000000000000000011")).satisfies(overLimit("budget"));
        assertThat(insertTaking("0.0000000000000000010")).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    void limitsOfDifferentKeysAreDifferent() {
        insertTaking("100");

        assertThat(store.insert(
                        List.of(aRefund().build()),
                        List.of(new SideEffect.Reserve("other", BigDecimal.TEN, BigDecimal.TEN))))
                .isInstanceOf(Insertion.Stored.class);
    }

    @Test
    @Tag("A8")
    void messagesAreSentWithTheTransition() {
        SideEffect.Send first = send();
        SideEffect.Send second = send();
        Proposal parked = scenario.insert(aRefund());
        scenario.made(parked, Changes.approve(parked, SAM), first, second);

        assertThat(probe.outbox()).containsExactly(first.id(), second.id());
    }

    @Test
    @Tag("A8")
    void aLostTransitionSendsAndTakesNothing() {
        Proposal parked = scenario.insert(aRefund());
        scenario.made(parked, Changes.reject(SAM));
        List<UUID> before = probe.outbox();

        requireLost(scenario.apply(parked, Changes.approve(parked, SUE), send(), take("100")), Refusal.WRONG_STATUS);

        assertThat(probe.outbox()).isEqualTo(before);
        assertThat(insertTaking("100")).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    @Tag("P10")
    void aDuplicateSendsAndTakesNothing() {
        store.insert(List.of(aRefund().keyedBy("a").build()), List.of(take("60"), send()));

        store.insert(List.of(aRefund().keyedBy("a").build()), List.of(take("60"), send()));

        assertThat(probe.outbox()).hasSize(1);
        assertThat(insertTaking("40")).isInstanceOf(Insertion.Stored.class);
    }

    @Test
    @Tag("I6")
    void aRepeatedTransitionSendsAndTakesNothing() {
        Proposal parked = scenario.insert(aRefund());
        UUID transition = SequentialIds.IDS.next();
        SideEffect.Send message = send();
        scenario.apply(transition, parked, Changes.approve(parked, SAM), take("60"), message);

        scenario.apply(transition, parked, Changes.approve(parked, SAM), take("60"), message);

        assertThat(probe.outbox()).hasSize(1);
        assertThat(insertTaking("40")).isInstanceOf(Insertion.Stored.class);
    }

    /** Whoever was to hear of it may have gone while it was not answered. */
    @Test
    @Tag("I6")
    void aMessageThatIsAddedToARepeatedTransitionIsSentAndNothingElseIsDone() {
        Proposal parked = scenario.insert(aRefund());
        UUID transition = SequentialIds.IDS.next();
        scenario.apply(transition, parked, Changes.approve(parked, SAM));
        StatusProbe.Row before = rowOf(parked);
        SideEffect.Send message = send();

        for (int i = 0; i < 2; i++) {
            assertThat(scenario.apply(transition, parked, Changes.approve(parked, SAM), message))
                    .isInstanceOf(TransitionResult.AlreadyMine.class);
        }

        assertThat(probe.outbox()).hasSize(1);
        assertThat(rowOf(parked)).isEqualTo(before);
    }

    @Test
    @Tag("I6")
    void whatIsNotTheLastTransitionAnyMoreSendsNothing() {
        Proposal parked = scenario.insert(aRefund());
        UUID transition = SequentialIds.IDS.next();
        scenario.apply(transition, parked, Changes.approve(parked, SAM));
        scenario.claim(1);

        assertThat(scenario.apply(transition, parked, Changes.approve(parked, SAM), send()))
                .isInstanceOf(TransitionResult.Lost.class);
        assertThat(probe.outbox()).isEmpty();
    }

    @Test
    @Tag("T5s")
    void aRevisionTakesThePlaceOfTheEdited() {
        Proposal parked = scenario.insert(aRefund());
        NewProposal revision = revisionOf(parked).build();

        TransitionResult.Applied applied = Scenario.applied(
                scenario.apply(parked, Changes.supersede(parked, SAM), new SideEffect.Insert(revision)));

        assertThat(applied.events())
                .extracting(AuditEvent::type)
                .containsExactly(EventType.SUPERSEDED, EventType.PARKED);
        assertThat(phaseOf(parked)).isEqualTo(Phase.REJECTED);
        Proposal stored = store.find(ACME, revision.id()).orElseThrow();
        assertThat(stored.phase()).isEqualTo(Phase.PENDING);
        assertThat(stored.content().revises()).isEqualTo(parked.id());
        assertThat(scenario.made(stored, Changes.approve(stored, SUE)).phase()).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("T5s")
    void aLostEditStoresNoRevision() {
        Proposal approved = scenario.approved(aRefund(), SAM);

        requireLost(
                scenario.apply(
                        approved,
                        Changes.supersede(approved, SUE),
                        new SideEffect.Insert(revisionOf(approved).build())),
                Refusal.WRONG_STATUS);

        assertThat(probe.rows()).isEqualTo(1);
    }

    @Test
    @Tag("T5s")
    @Tag("I14")
    void aRevisionUnderTheKeyOfTheEditedIsABug() {
        Proposal parked = scenario.insert(aRefund().keyedBy("a"));
        StatusProbe.Row before = rowOf(parked);
        SideEffect insert = new SideEffect.Insert(
                aRefund().keyedBy("a").revising(parked.id()).build());

        assertThatThrownBy(() -> scenario.apply(parked, Changes.supersede(parked, SAM), insert))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(rowOf(parked)).isEqualTo(before);
        assertThat(probe.rows()).isEqualTo(1);
    }

    @Test
    @Tag("T5s")
    void aRevisionThatCannotBeStoredLeavesTheEditedAsItIs() {
        Proposal parked = scenario.insert(aRefund());
        StatusProbe.Row before = rowOf(parked);
        NewProposal sound = revisionOf(parked).build();
        NewProposal startedAgainstItsVerdict =
                new NewProposal(sound.id(), sound.transition(), sound.content(), Changes.claim("worker-1"));

        assertThatThrownBy(() -> scenario.apply(
                        parked, Changes.supersede(parked, SAM), new SideEffect.Insert(startedAgainstItsVerdict)))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(rowOf(parked)).isEqualTo(before);
        assertThat(probe.rows()).isEqualTo(1);
        assertThat(eventsOf(parked)).hasSize(1);
    }

    @Test
    @Tag("T5s")
    @Tag("P2")
    void aRevisionOfASwitchedOffToolIsRefused() {
        Proposal parked = scenario.insert(aRefund());
        store.switches().off("process_refund", null, "ops");

        requireLost(
                scenario.apply(
                        parked,
                        Changes.supersede(parked, SAM),
                        new SideEffect.Insert(revisionOf(parked).build())),
                Refusal.TOOL_OFF);

        assertThat(phaseOf(parked)).isEqualTo(Phase.PENDING);
        assertThat(probe.rows()).isEqualTo(1);
    }

    private static ProposalBuilder revisionOf(Proposal proposal) {
        return aRefund()
                .withArguments("{\"order_id\":\"ORD-12345\",\"amount\":400}")
                .revising(proposal.id());
    }

    private Insertion insertTaking(String amount) {
        return store.insert(List.of(aRefund().build()), List.of(take(amount)));
    }

    private static SideEffect take(String amount) {
        return new SideEffect.Reserve("budget", new BigDecimal(amount), new BigDecimal("100"));
    }

    private static SideEffect.Send send() {
        return new SideEffect.Send(
                SequentialIds.IDS.next(),
                new Topic("webhook", ACME, "desk"),
                "{\"text\":\"done\"}",
                SettableClock.START);
    }
}
