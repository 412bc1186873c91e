package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.BEA;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.store.Inbox.Entry;
import io.toolgateway.store.Inbox.Item;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.SequentialIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The inbox: each finds what is for them, newest first, and marks what they have read for themselves alone. */
@Tag("A8")
abstract class InboxContract extends StoreContract {

    private static final Audience SUPERVISORS = Audience.ofRoles("supervisor");

    InboxContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    void whatIsPutIsFoundAsItWasPut() {
        Audience some = new Audience(Set.of("supervisor", "billing_admin"), Set.of(ANN.userId()));
        Entry entry = new Entry(SequentialIds.IDS.next(), ACME, some, "{\"text\":\"\u00e9 \ud83d\ude00 \\\" ' / \"}");
        store.inbox().put(entry);

        for (Caller reader : List.of(SAM, BEA, ANN)) {
            assertThat(store.inbox().list(reader, Inbox.NEWEST, 10))
                    .singleElement()
                    .satisfies(item -> {
                        assertThat(item.entry()).isEqualTo(entry);
                        assertThat(item.isRead()).isFalse();
                    });
        }
    }

    @Test
    @Tag("I18")
    void nobodyFindsWhatIsForOthers() {
        put(ACME, SUPERVISORS);
        put(ACME, Audience.ofUser(SUE.userId()));
        put(GLOBEX, SUPERVISORS);

        assertThat(store.inbox().list(ANN, Inbox.NEWEST, 10)).isEmpty();
        assertThat(store.inbox().unread(ANN)).isZero();
        assertThat(store.inbox().list(SAM, Inbox.NEWEST, 10)).hasSize(1);
        assertThat(store.inbox().list(SUE, Inbox.NEWEST, 10)).hasSize(2);
        assertThat(store.inbox().list(MAX, Inbox.NEWEST, 10)).hasSize(1);
        // A user and a role of one name are two.
        Caller supervisor = Caller.of(ACME.value(), SAM.userId()).withRoles(SUE.userId());
        assertThat(store.inbox().list(supervisor, Inbox.NEWEST, 10)).isEmpty();
    }

    @Test
    void theNewestComesFirstPageByPage() {
        List<UUID> put = IntStream.range(0, 7)
                .mapToObj(i -> put(ACME, i % 2 == 0 ? SUPERVISORS : Audience.ofUser(SAM.userId())))
                .toList();

        List<UUID> found = new ArrayList<>();
        long before = Inbox.NEWEST;
        List<Item> page;
        do {
            page = store.inbox().list(SAM, before, 3);
            page.forEach(item -> found.add(0, item.entry().id()));
            before = page.isEmpty() ? before : page.get(page.size() - 1).number();
        } while (page.size() == 3);

        assertThat(found).isEqualTo(put);
    }

    @Test
    void whatIsForSomeoneTwiceIsThereOnce() {
        put(ACME, new Audience(Set.of("supervisor", "billing_admin"), Set.of(SAM.userId())));
        Caller both = SAM.withRoles("supervisor", "billing_admin");

        assertThat(store.inbox().list(both, Inbox.NEWEST, 10)).hasSize(1);
        assertThat(store.inbox().unread(both)).isOne();
    }

    @Test
    void anIdThatIsThereIsNoSecondEntry() {
        Entry entry = new Entry(SequentialIds.IDS.next(), ACME, SUPERVISORS, "{}");
        store.inbox().put(entry);
        store.inbox().markRead(SAM, List.of(entry.id()));
        store.inbox().put(entry);

        assertThat(store.inbox().list(SAM, Inbox.NEWEST, 10))
                .singleElement()
                .satisfies(item -> assertThat(item.isRead()).isTrue());
    }

    @Test
    void manyWhoPutTheSameAtOncePutItOnce() throws InterruptedException {
        try (Race race = new Race(3)) {
            for (int round = 0; round < Math.min(setup.races(), 20); round++) {
                Entry entry = new Entry(SequentialIds.IDS.next(), ACME, SUPERVISORS, "{}");
                race.<Object>run(() -> again(entry), () -> again(entry), () -> again(entry));
                assertThat(store.inbox().unread(SAM)).isEqualTo(round + 1L);
            }
        }
    }

    private boolean again(Entry entry) {
        store.inbox().put(entry);
        return true;
    }

    @Test
    void eachMarksForThemselves() {
        UUID first = put(ACME, SUPERVISORS);
        UUID second = put(ACME, SUPERVISORS);

        store.inbox().markRead(SAM, List.of(first, SequentialIds.IDS.next()));
        store.inbox().markRead(SAM, List.of(first));
        store.inbox().markRead(SAM, List.of());

        assertThat(store.inbox().unread(SAM)).isOne();
        assertThat(store.inbox().unread(SUE)).isEqualTo(2);
        assertThat(store.inbox().list(SAM, Inbox.NEWEST, 10))
                .extracting(item -> item.entry().id(), Item::isRead)
                .containsExactly(tuple(second, false), tuple(first, true));
    }

    @Test
    void allIsMarkedThatIsForThePersonAndNothingThatComesLater() {
        put(ACME, SUPERVISORS);
        put(ACME, Audience.ofUser(SAM.userId()));
        UUID others = put(ACME, Audience.ofRoles("billing_admin"));

        store.inbox().markAllRead(SAM);
        assertThat(store.inbox().unread(SAM)).isZero();
        put(ACME, SUPERVISORS);

        assertThat(store.inbox().unread(SAM)).isOne();
        Caller promoted = SAM.withRoles("supervisor", "billing_admin");
        assertThat(store.inbox().unread(promoted)).isEqualTo(2);
        assertThat(store.inbox().list(promoted, Inbox.NEWEST, 10))
                .filteredOn(item -> !item.isRead())
                .extracting(item -> item.entry().id())
                .contains(others);
    }

    @Test
    void whatWasMarkedLongAgoStaysReadHoweverItIsReached() {
        needsVirtualClock();
        put(ACME, SUPERVISORS);
        UUID forBoth = put(ACME, new Audience(Set.of("supervisor", "billing_admin"), Set.of()));
        UUID billing = put(ACME, Audience.ofRoles("billing_admin"));
        put(ACME, Audience.ofUser(SAM.userId()));
        clock.advance(Duration.ofHours(1));
        store.inbox().markAllRead(SAM);
        store.inbox().markAllRead(SAM);
        UUID later = put(ACME, SUPERVISORS);

        Caller promoted = SAM.withRoles("supervisor", "billing_admin");
        assertThat(store.inbox().unread(SAM)).isOne();
        assertThat(store.inbox().unread(SAM.withRoles())).isZero();
        assertThat(store.inbox().unread(SUE)).isEqualTo(3);
        assertThat(store.inbox().list(promoted, Inbox.NEWEST, 10))
                .filteredOn(item -> !item.isRead())
                .extracting(item -> item.entry().id())
                .containsExactly(later, billing);
        assertThat(store.inbox().unread(promoted)).isEqualTo(2);
        assertThat(store.inbox().list(SAM.withRoles("billing_admin"), Inbox.NEWEST, 10))
                .filteredOn(Item::isRead)
                .extracting(item -> item.entry().id())
                .contains(forBoth);

        store.inbox().markAllRead(promoted);
        assertThat(store.inbox().unread(promoted)).isZero();
        assertThat(store.inbox().unread(SAM)).isZero();
    }

    @Test
    void unreadIsCountedAsFarAsItMatters() {
        for (int i = 0; i < Inbox.MOST_COUNTED + 5; i++) {
            put(ACME, SUPERVISORS);
        }

        assertThat(store.inbox().unread(SAM)).isEqualTo(Inbox.MOST_COUNTED);
    }

    @Test
    @Tag("I18")
    void nobodyMarksWhatIsNotForThem() {
        UUID theirs = put(ACME, Audience.ofRoles("billing_admin"));
        UUID elsewhere = put(GLOBEX, SUPERVISORS);

        store.inbox().markRead(SAM, List.of(theirs, elsewhere));

        assertThat(store.inbox().unread(SAM.withRoles("billing_admin"))).isOne();
        assertThat(store.inbox().unread(MAX)).isOne();
    }

    @Test
    void whatIsOldIsNotShownAnyMore() {
        needsVirtualClock();
        UUID old = put(ACME, SUPERVISORS);
        store.inbox().markRead(SUE, List.of(old));
        clock.advance(setup.tick());
        UUID young = put(ACME, SUPERVISORS);
        clock.advance(Inbox.KEPT_FOR);

        assertThat(store.inbox().list(SAM, Inbox.NEWEST, 10))
                .extracting(item -> item.entry().id())
                .containsExactly(young);
        assertThat(store.inbox().unread(SAM)).isOne();
        clock.advance(Duration.ofMillis(1));
        UUID last = put(ACME, SUPERVISORS);
        store.inbox().markAllRead(SAM);

        assertThat(store.inbox().list(SAM, Inbox.NEWEST, 10))
                .extracting(item -> item.entry().id())
                .containsExactly(last);
        assertThat(store.inbox().list(SUE, Inbox.NEWEST, 10))
                .extracting(Item::isRead)
                .containsExactly(false);
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void aRoleAndABodyAreAnyText(String text) {
        Entry entry = new Entry(SequentialIds.IDS.next(), ACME, Audience.ofRoles(text), Json.write(List.of(text)));
        store.inbox().put(entry);
        Caller reader = SAM.withRoles(text);

        store.inbox().markAllRead(SAM);
        assertThat(store.inbox().unread(reader)).isOne();
        assertThat(store.inbox().list(reader, Inbox.NEWEST, 1))
                .singleElement()
                .satisfies(item -> assertThat(item.entry()).isEqualTo(entry));
        assertThat(store.inbox().list(SAM.withRoles(text + "x"), Inbox.NEWEST, 1))
                .isEmpty();
    }

    @Test
    void whatIsPutAndAskedForIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> store.inbox().list(SAM, Inbox.NEWEST, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.inbox().list(SAM, Inbox.NEWEST, 201));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Entry(SequentialIds.IDS.next(), ACME, SUPERVISORS, "x".repeat(10_001)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Entry(SequentialIds.IDS.next(), ACME, new Audience(Set.of(), Set.of()), "{}"));
    }

    private UUID put(TenantId tenant, Audience audience) {
        Entry entry = new Entry(SequentialIds.IDS.next(), tenant, audience, "{}");
        store.inbox().put(entry);
        return entry.id();
    }
}
