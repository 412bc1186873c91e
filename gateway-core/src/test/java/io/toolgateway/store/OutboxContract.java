package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Outbox.Message;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The outbox: at least once, to one at a time, until it is acknowledged. */
@Tag("A8")
abstract class OutboxContract extends StoreContract {

    private static final String KIND = "webhook";
    private static final Topic DESK = new Topic(KIND, ACME, "desk");
    private static final Topic BANK = new Topic(KIND, ACME, "bank");
    private static final Topic MAIL = new Topic("mail", ACME, "desk");
    private static final Topic THEIRS = new Topic(KIND, GLOBEX, "desk");
    private static final Duration HOLD = Duration.ofMinutes(1);

    OutboxContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    @Test
    void whatWasSentIsTakenAsItWasSent() {
        UUID id = SequentialIds.IDS.next();
        send(new SideEffect.Send(id, DESK, "{\"text\":\"\u00e9 \ud83d\ude00 \\\" ' / \"}", Instant.EPOCH));

        assertThat(take(KIND))
                .containsExactly(new Message(id, DESK, "{\"text\":\"\u00e9 \ud83d\ude00 \\\" ' / \"}", 1));
    }

    @Test
    void aPageIsOfTheOldestInTheirOrder() {
        List<UUID> sent = send(DESK, 5);

        assertThat(ids(store.outbox().take(TakeRequest.of(KIND, 2, HOLD)))).isEqualTo(sent.subList(0, 2));
        assertThat(ids(store.outbox().take(TakeRequest.of(KIND, 2, HOLD)))).isEqualTo(sent.subList(2, 4));
        assertThat(ids(take(KIND))).isEqualTo(sent.subList(4, 5));
    }

    @Test
    void whatIsHeldIsGivenToNobodyElseAndComesAgainAfterwards() {
        needsVirtualClock();
        UUID id = send(DESK, 1).get(0);
        Instant taken = clock.instant();
        take(KIND);

        clock.set(taken.plus(HOLD).minus(setup.tick()));
        assertThat(take(KIND)).isEmpty();
        assertThat(take(DESK)).isEmpty();
        clock.set(taken.plus(HOLD));
        assertThat(take(KIND)).extracting(Message::id, Message::attempts).containsExactly(tuple(id, 2));
        clock.set(taken.plus(HOLD).plus(HOLD));
        assertThat(take(DESK)).extracting(Message::id, Message::attempts).containsExactly(tuple(id, 3));
    }

    @Test
    void aShortHoldIsSoonOver() {
        UUID id = send(DESK, 1).get(0);
        Duration soon = Duration.ofMillis(1);
        store.outbox().take(TakeRequest.of(KIND, 1, soon));

        List<Message> again = new ArrayList<>();
        while (again.isEmpty()) {
            clock.advance(soon);
            again.addAll(take(KIND));
        }

        assertThat(again).extracting(Message::id).containsExactly(id);
        assertThat(again.get(0).attempts()).isEqualTo(2);
    }

    @Test
    void whatComesAgainStandsBehindWhatHasWaitedLonger() {
        needsVirtualClock();
        List<UUID> first = send(DESK, 2);
        take(KIND);
        clock.advance(HOLD.minus(setup.tick()));
        List<UUID> second = send(DESK, 2);
        clock.advance(HOLD);

        assertThat(ids(store.outbox().take(TakeRequest.of(KIND, 2, HOLD)))).isEqualTo(second);
        assertThat(ids(take(KIND))).isEqualTo(first);
    }

    @Test
    void whatIsPostponedComesAgainThenAndNotBefore() {
        needsVirtualClock();
        List<UUID> sent = send(DESK, 2);
        take(KIND);
        Instant postponed = clock.instant();
        Duration later = Duration.ofHours(3);

        store.outbox().postpone(ACME, sent.get(0), later);
        clock.set(postponed.plus(HOLD));
        assertThat(ids(take(KIND))).containsExactly(sent.get(1));
        clock.set(postponed.plus(later).minus(setup.tick()));
        assertThat(ids(take(KIND))).doesNotContain(sent.get(0));
        clock.set(postponed.plus(later));

        assertThat(take(DESK)).extracting(Message::id, Message::attempts).contains(tuple(sent.get(0), 2));
    }

    @Test
    void whatIsPostponedMayComeSooner() {
        needsVirtualClock();
        UUID id = send(DESK, 1).get(0);
        take(KIND);

        store.outbox().postpone(ACME, id, Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));

        assertThat(ids(take(KIND))).containsExactly(id);
    }

    @Test
    @Tag("I18")
    void nobodyPostponesWhatIsGoneOrAnothers() {
        needsVirtualClock();
        List<UUID> sent = send(DESK, 2);
        store.outbox().acknowledge(ACME, List.of(sent.get(0)));

        store.outbox().postpone(ACME, sent.get(0), HOLD);
        store.outbox().postpone(GLOBEX, sent.get(1), HOLD);

        assertThat(ids(take(KIND))).containsExactly(sent.get(1));
        assertThat(probe.outbox()).containsExactly(sent.get(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.outbox().postpone(ACME, sent.get(1), Duration.ZERO));
    }

    @Test
    void whatIsAcknowledgedIsGone() {
        List<UUID> sent = send(DESK, 3);
        take(KIND);

        store.outbox().acknowledge(ACME, List.of(sent.get(0), sent.get(2), SequentialIds.IDS.next()));
        store.outbox().acknowledge(ACME, List.of(sent.get(0)));
        store.outbox().acknowledge(ACME, List.of());

        assertThat(probe.outbox()).containsExactly(sent.get(1));
    }

    @Test
    void whatWasNeverTakenMayBeAcknowledgedToo() {
        UUID id = send(DESK, 1).get(0);

        store.outbox().acknowledge(ACME, List.of(id));

        assertThat(take(KIND)).isEmpty();
        assertThat(take(DESK)).isEmpty();
        assertThat(probe.outbox()).isEmpty();
    }

    @Test
    void nothingIsDueBeforeItsTime() {
        needsVirtualClock();
        Instant later = clock.instant().plus(HOLD);
        UUID late = SequentialIds.IDS.next();
        send(new SideEffect.Send(late, DESK, "{}", later));
        UUID now = send(DESK, 1).get(0);

        assertThat(ids(take(KIND))).containsExactly(now);
        clock.set(later.minus(setup.tick()));
        assertThat(take(DESK)).isEmpty();
        clock.set(later);
        assertThat(ids(take(DESK))).contains(late);
    }

    @Test
    void aTopicIsOneOfAKindAndATenant() {
        UUID desk = send(DESK, 1).get(0);
        UUID bank = send(BANK, 1).get(0);
        UUID mail = send(MAIL, 1).get(0);

        assertThat(ids(take(BANK))).containsExactly(bank);
        assertThat(take(THEIRS)).isEmpty();
        assertThat(take(new Topic(KIND, ACME, "des"))).isEmpty();
        assertThat(ids(take(KIND))).containsExactly(desk);
        assertThat(ids(take("mail"))).containsExactly(mail);
        assertThat(take("nothing")).isEmpty();
    }

    @Test
    void aTopicIsFoundBehindManyThatAreHeld() {
        needsVirtualClock();
        send(DESK, 250);
        store.outbox().take(TakeRequest.of(DESK, 249, HOLD));

        assertThat(take(DESK)).hasSize(1);
    }

    @Test
    @Tag("I18")
    void aTenantAcknowledgesNothingOfAnother() {
        UUID mine = send(DESK, 1).get(0);
        UUID theirs = SequentialIds.IDS.next();
        send(new SideEffect.Send(theirs, THEIRS, "{}", Instant.EPOCH));

        store.outbox().acknowledge(GLOBEX, List.of(mine));
        store.outbox().acknowledge(ACME, List.of(theirs));

        assertThat(ids(take(DESK))).containsExactly(mine);
        assertThat(ids(take(THEIRS))).containsExactly(theirs);
    }

    @Test
    @Tag("I18")
    void nobodySendsInTheNameOfAnotherTenant() {
        SideEffect.Send forged = new SideEffect.Send(SequentialIds.IDS.next(), THEIRS, "{}", Instant.EPOCH);
        Proposal parked = scenario.insert(aRefund());
        StatusProbe.Row before = rowOf(parked);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.insert(List.of(aRefund().build()), List.of(forged)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scenario.apply(parked, Changes.approve(parked, SAM), forged));

        assertThat(rowOf(parked)).isEqualTo(before);
        assertThat(probe.rows()).isEqualTo(1);
        assertThat(probe.outbox()).isEmpty();
    }

    @Test
    void allTenantsAreTakenByKind() {
        UUID mine = send(DESK, 1).get(0);
        UUID theirs = SequentialIds.IDS.next();
        send(new SideEffect.Send(theirs, THEIRS, "{}", Instant.EPOCH));

        assertThat(ids(take(KIND))).containsExactlyInAnyOrder(mine, theirs);
    }

    @Test
    void anIdThatIsThereIsNoSecondMessage() {
        UUID id = SequentialIds.IDS.next();
        SideEffect.Send message = new SideEffect.Send(id, DESK, "{}", Instant.EPOCH);
        store.insert(List.of(aRefund().build()), List.of(message, message));

        assertThat(store.insert(List.of(aRefund().build()), List.of(message))).isInstanceOf(Insertion.Stored.class);

        assertThat(probe.outbox()).containsExactly(id);
        assertThat(ids(take(KIND))).containsExactly(id);
    }

    @Test
    void twoWhoAskAtTheSameTimeDoNotBothGetIt() throws InterruptedException {
        int rounds = Math.min(setup.races(), 20);
        Callable<List<Message>> some = () -> store.outbox().take(TakeRequest.of(KIND, 3, HOLD));
        try (Race race = new Race(3)) {
            for (int round = 0; round < rounds; round++) {
                List<UUID> sent = send(DESK, 8);
                List<Message> taken = new ArrayList<>();
                race.run(some, some, some).forEach(taken::addAll);
                taken.addAll(take(KIND));

                assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(sent);
                store.outbox().acknowledge(ACME, sent);
            }
        }
    }

    @Test
    void whatNobodyAsksForIsDroppedInTheEnd() {
        needsVirtualClock();
        List<UUID> old = send(DESK, 2);
        clock.advance(setup.tick());
        UUID young = send(BANK, 1).get(0);
        clock.advance(Outbox.KEPT_FOR);

        scenario.sweep();

        // What is swept besides tells its conversation, and is of no matter here.
        assertThat(probe.outbox()).doesNotContainAnyElementsOf(old).contains(young);
        assertThat(take(DESK)).isEmpty();
        assertThat(ids(take(KIND))).containsExactly(young);
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void aTopicHasAnyName(String text) {
        Topic topic = new Topic(KIND, ACME, text);
        UUID id = send(topic, 1).get(0);
        send(new Topic(KIND, ACME, text + "x"), 1);

        assertThat(take(topic)).containsExactly(new Message(id, topic, "{}", 1));
        store.outbox().acknowledge(ACME, List.of(id));
        assertThat(probe.outbox()).hasSize(1);
    }

    @Test
    void whatIsAskedForIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> TakeRequest.of(KIND, 0, HOLD));
        assertThatIllegalArgumentException().isThrownBy(() -> TakeRequest.of(KIND, 1_001, HOLD));
        assertThatIllegalArgumentException().isThrownBy(() -> TakeRequest.of(KIND, 1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> TakeRequest.of(KIND, 1, Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> TakeRequest.of("Web hook", 1, HOLD));
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic(KIND, ACME, "n".repeat(501)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new SideEffect.Send(SequentialIds.IDS.next(), DESK, "x".repeat(100_001), Instant.EPOCH));
    }

    private List<UUID> send(Topic topic, int count) {
        List<UUID> ids = IntStream.range(0, count)
                .mapToObj(i -> SequentialIds.IDS.next())
                .toList();
        List<SideEffect> messages = new ArrayList<>();
        ids.forEach(id -> messages.add(new SideEffect.Send(id, topic, "{}", Instant.EPOCH)));
        send(messages.toArray(SideEffect[]::new));
        return ids;
    }

    private void send(SideEffect... messages) {
        TenantId tenant = ((SideEffect.Send) messages[0]).topic().tenant();
        ProposalBuilder by = tenant.equals(GLOBEX) ? aRefund().by(MAX) : aRefund();
        store.insert(List.of(by.build()), List.of(messages));
    }

    private List<Message> take(String kind) {
        return store.outbox().take(TakeRequest.of(kind, 1_000, HOLD));
    }

    private List<Message> take(Topic topic) {
        return store.outbox().take(TakeRequest.of(topic, 1_000, HOLD));
    }

    private static List<UUID> ids(List<Message> messages) {
        return messages.stream().map(Message::id).toList();
    }
}
