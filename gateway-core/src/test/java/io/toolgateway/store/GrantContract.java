package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.EVE;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Statement;
import io.toolgateway.audit.Subject;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Bound;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Grants.Grant;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A yes that was said in advance: no use of it is stored beyond its count, after its time, or after it was taken back. */
@Tag("T2")
@Tag("I1")
abstract class GrantContract extends StoreContract {

    private static final String REFUND = "process_refund";
    private static final Instant FAR = SettableClock.START.plus(Duration.ofDays(36_000));
    private static final int MANY = 40;

    GrantContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    @Test
    void whatIsPutIsFoundAsItWasPut() {
        Map<String, Bound> bounds = Map.of(
                "order_id",
                new Bound.OneOf(List.of(
                        "O-1 \u00e9 \ud83d\ude00 \\ \" ' /",
                        5L,
                        new BigDecimal("0.10"),
                        new BigDecimal("123456789012345678901234567890.5"),
                        true,
                        List.of("a", Map.of("b", 2L)))),
                "amount",
                new Bound.UpTo(new BigDecimal("50.00")),
                "tags",
                new Bound.Nothing(),
                "note",
                new Bound.Anything());
        StandingPermission put = permission(ANN, bounds, 20, FAR, "as agreed \ud83d\ude00");
        put(put);

        Grant found = store.grants().find(ACME, put.id()).orElseThrow();
        assertThat(found).isEqualTo(new Grant(found.permission(), 0, null));
        assertThat(found.permission())
                .usingRecursiveComparison()
                .ignoringFields("bounds")
                .isEqualTo(put);
        // 0.10 and 0.1 are one number.
        assertThat(admitted(found.permission())).isEqualTo(admitted(put));
        assertThat(store.grants().usable(ACME, ANN.userId(), REFUND)).containsExactly(found);
        assertThat(store.grants().list(ACME, null, 10)).containsExactly(found);
    }

    private static List<String> admitted(StandingPermission one) {
        return one.bounds().entrySet().stream()
                .map(bound -> bound.getKey() + " " + of(bound.getValue()))
                .toList();
    }

    private static String of(Bound bound) {
        return bound instanceof Bound.OneOf one
                ? Json.canonical(one.values())
                : bound instanceof Bound.UpTo upTo
                        ? upTo.most().stripTrailingZeros().toPlainString()
                        : bound.toString();
    }

    @Test
    void aSecondPutUnderTheIdChangesNothing() {
        StandingPermission put = permission(ANN, 20);
        AuditEvent event = event(EventType.PERMITTED, put, SAM);
        store.grants().put(put, event);
        store.grants().put(put, event);

        assertThat(store.grants().list(ACME, null, 10)).hasSize(1);
        assertThat(eventsOf(put)).hasSize(1);
    }

    @Test
    @Tag("I18")
    void nobodyFindsWhatIsAnothers() {
        StandingPermission put = put(permission(ANN, 20));
        put(permission(EVE, 20));

        assertThat(store.grants().find(GLOBEX, put.id())).isEmpty();
        assertThat(store.grants().list(GLOBEX, null, 10)).isEmpty();
        assertThat(store.grants().usable(GLOBEX, ANN.userId(), REFUND)).isEmpty();
        assertThat(store.grants().usable(ACME, MAX.userId(), REFUND)).isEmpty();
        assertThat(store.grants().usable(ACME, ANN.userId(), "create_support_ticket"))
                .isEmpty();
        assertThat(store.grants().usable(ACME, ANN.userId(), REFUND))
                .extracting(grant -> grant.permission().id())
                .containsExactly(put.id());
        assertThat(store.grants().revoke(GLOBEX, put.id(), MAX.userId(), event(EventType.PERMISSION_REVOKED, put, MAX)))
                .isFalse();
        assertThat(store.grants().revoke(ACME, UUID.randomUUID(), SAM.userId(), event(EventType.PERMITTED, put, SAM)))
                .isFalse();
        assertThat(eventsOf(put)).hasSize(1);
    }

    @Test
    void eachUseIsCountedWithItsProposalAndTheLastOneIsTheLast() {
        StandingPermission put = put(permission(ANN, 2));
        Proposal first = scenario.insert(aRefund().permittedBy(put));
        scenario.insert(aRefund().permittedBy(put));

        assertThat(store.insert(List.of(aRefund().permittedBy(put).build()), List.of()))
                .satisfies(overLimit(put.limit()));
        assertThat(probe.rows()).isEqualTo(2);
        assertThat(used(put)).isEqualTo(2);
        assertThat(store.grants().usable(ACME, ANN.userId(), REFUND)).isEmpty();
        Proposal stored = scenario.now(first);
        assertThat(stored.content().terms().decision().permission()).isEqualTo(put.id());
        assertThat(stored.state().review().decidedBy()).isEqualTo("grant:" + put.id());
        assertThat(Objects.requireNonNull(super.eventsOf(first).get(0).standing())
                        .actor())
                .isEqualTo("grant:" + put.id());
    }

    @Test
    @Tag("P10")
    void aRepeatedCallIsNoSecondUse() {
        StandingPermission put = put(permission(ANN, 2));
        scenario.insert(aRefund().keyedBy("a").permittedBy(put));

        assertThat(store.insert(List.of(aRefund().keyedBy("a").permittedBy(put).build()), List.of()))
                .isInstanceOf(Insertion.Existing.class);
        assertThat(used(put)).isEqualTo(1);
    }

    @Test
    void whatEndsWithoutAnEffectGivesItsUseBack() {
        StandingPermission put = put(permission(ANN, 1));
        Proposal running = scenario.insert(aRefund().permittedBy(put));
        scenario.made(running, Changes.failWithoutEffect(running));

        assertThat(used(put)).isZero();
        scenario.insert(aRefund().permittedBy(put));
        assertThat(used(put)).isEqualTo(1);
    }

    @Test
    void whatIsOverIsOver() {
        Instant past = Instant.parse("2020-01-02T00:00:00Z");
        StandingPermission put = put(permission(ANN, Map.of(), 20, past, null));

        assertThat(store.grants().usable(ACME, ANN.userId(), REFUND)).isEmpty();
        assertThat(store.insert(List.of(aRefund().permittedBy(put).build()), List.of()))
                .satisfies(overLimit(put.limit()));
        assertThat(store.grants().list(ACME, null, 10)).hasSize(1);
        assertThat(probe.rows()).isZero();
    }

    @Test
    void theStoresClockSaysWhenItIsOver() {
        needsVirtualClock();
        StandingPermission put =
                put(permission(ANN, Map.of(), 20, clock.instant().plusSeconds(60), null));

        clock.set(put.until().minus(setup.tick()));
        assertThat(store.grants().usable(ACME, ANN.userId(), REFUND)).hasSize(1);
        scenario.insert(aRefund().permittedBy(put));
        clock.set(put.until());
        assertThat(store.grants().usable(ACME, ANN.userId(), REFUND)).isEmpty();
        assertThat(store.insert(List.of(aRefund().permittedBy(put).build()), List.of()))
                .satisfies(overLimit(put.limit()));
        clock.advance(Duration.ofDays(400));
        scenario.sweep();
        assertThat(used(put)).isEqualTo(1);
    }

    @Test
    void whatIsTakenBackIsUsedNoMore() {
        StandingPermission put = put(permission(ANN, 20));
        Proposal running = scenario.insert(aRefund().permittedBy(put));
        AuditEvent event = event(EventType.PERMISSION_REVOKED, put, SUE);

        assertThat(store.grants().revoke(ACME, put.id(), SUE.userId(), event)).isTrue();
        assertThat(store.grants().revoke(ACME, put.id(), SUE.userId(), event)).isFalse();

        assertThat(store.grants().usable(ACME, ANN.userId(), REFUND)).isEmpty();
        assertThat(store.insert(List.of(aRefund().permittedBy(put).build()), List.of()))
                .satisfies(overLimit(put.limit()));
        Grant now = store.grants().find(ACME, put.id()).orElseThrow();
        assertThat(now.used()).isEqualTo(1);
        assertThat(Objects.requireNonNull(now.revoked()).by()).isEqualTo(SUE.userId());
        // What runs goes on, and gives back as ever; that opens nothing.
        scenario.made(running, Changes.failWithoutEffect(running));
        assertThat(used(put)).isZero();
        assertThat(store.insert(List.of(aRefund().permittedBy(put).build()), List.of()))
                .satisfies(overLimit(put.limit()));
        assertThat(eventsOf(put))
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PERMITTED, EventType.PERMISSION_REVOKED);
    }

    @Test
    @Tag("S5")
    void whoSaidWhatIsOnRecord() {
        StandingPermission put = put(permission(ANN, 20));
        AuditEvent revoked = event(EventType.PERMISSION_REVOKED, put, SUE);
        store.grants().revoke(ACME, put.id(), SUE.userId(), revoked);

        List<AuditEvent> events = eventsOf(put);
        assertThat(events.get(0).statement()).isEqualTo(new Statement.OfPermission(put.id(), SAM.userId(), "why"));
        assertThat(events.get(1)).isEqualTo(revoked);
    }

    @Test
    @SuppressWarnings("unchecked") // an array of one kind of racer
    void howeverManyComeAtOnceNoMoreThanItsCountAreStored() throws InterruptedException {
        StandingPermission put = put(permission(ANN, 7));
        List<Callable<Insertion>> racers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            NewProposal wanted = aRefund().permittedBy(put).build();
            racers.add(() -> store.insert(List.of(wanted), List.of()));
        }
        List<Insertion> results;
        try (Race race = new Race(MANY)) {
            results = race.run(racers.toArray(Callable[]::new));
        }

        assertThat(results).filteredOn(Insertion.Stored.class::isInstance).hasSize(7);
        assertThat(results).filteredOn(Insertion.OverLimit.class::isInstance).hasSize(MANY - 7);
        assertThat(used(put)).isEqualTo(7);
    }

    @Test
    @SuppressWarnings("unchecked") // an array of one kind of racer
    void takenBackByTwoWhileOthersUseItItIsTakenBackOnce() throws InterruptedException {
        StandingPermission put = put(permission(ANN, 1_000));
        List<Callable<Object>> racers = new ArrayList<>();
        for (Caller person : List.of(SAM, SUE)) {
            racers.add(() -> store.grants()
                    .revoke(ACME, put.id(), person.userId(), event(EventType.PERMISSION_REVOKED, put, person)));
        }
        for (int i = 0; i < MANY; i++) {
            NewProposal wanted = aRefund().permittedBy(put).build();
            racers.add(() -> store.insert(List.of(wanted), List.of()));
        }
        List<Object> results;
        try (Race race = new Race(racers.size())) {
            results = race.run(racers.toArray(Callable[]::new));
        }

        assertThat(results.subList(0, 2)).containsExactlyInAnyOrder(true, false);
        long stored =
                results.stream().filter(Insertion.Stored.class::isInstance).count();
        assertThat(used(put)).isEqualTo(stored);
        assertThat(store.insert(List.of(aRefund().permittedBy(put).build()), List.of()))
                .satisfies(overLimit(put.limit()));
        assertThat(eventsOf(put)).hasSize(2);
    }

    @Test
    void theNewestComesFirstPageByPage() {
        List<UUID> put =
                Stream.generate(() -> put(permission(ANN, 1)).id()).limit(5).toList();

        List<UUID> first = ids(store.grants().list(ACME, null, 3));
        List<UUID> rest = ids(store.grants().list(ACME, first.get(2), 3));
        assertThat(first).containsExactly(put.get(4), put.get(3), put.get(2));
        assertThat(rest).containsExactly(put.get(1), put.get(0));
        for (int wrong : new int[] {0, -1, Grants.LARGEST_PAGE + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.grants().list(ACME, null, wrong))
                    .withMessageContaining("1 to 200");
        }
    }

    private static List<UUID> ids(List<Grant> grants) {
        return grants.stream().map(grant -> grant.permission().id()).toList();
    }

    private long used(StandingPermission permission) {
        return store.grants().find(ACME, permission.id()).orElseThrow().used();
    }

    private List<AuditEvent> eventsOf(StandingPermission permission) {
        return store.events(EventQuery.ofRequest(ACME, permission.limit()));
    }

    private StandingPermission put(StandingPermission permission) {
        store.grants().put(permission, event(EventType.PERMITTED, permission, SAM));
        return permission;
    }

    private static StandingPermission permission(Caller user, long uses) {
        return permission(user, Map.of("amount", new Bound.UpTo(BigDecimal.TEN)), uses, FAR, null);
    }

    private static StandingPermission permission(
            Caller user, Map<String, Bound> bounds, long uses, Instant until, @Nullable String note) {
        return new StandingPermission(
                SequentialIds.IDS.next(),
                user.tenant(),
                user.userId(),
                REFUND,
                "1",
                bounds,
                uses,
                Instant.parse("2020-01-01T00:00:00Z"),
                until,
                SAM,
                Approvers.byRole("supervisor").or(Approvers.byUser(SUE.userId())),
                note);
    }

    private AuditEvent event(EventType type, StandingPermission permission, Caller by) {
        Subject subject = new Subject(
                Caller.of(permission.tenant().value(), permission.user()),
                Request.of(permission.limit()),
                null,
                permission.tool(),
                () -> "{\"uses\":" + permission.uses() + "}");
        return AuditEvent.ofPermission(
                type, SettableClock.START, subject, new Statement.OfPermission(permission.id(), by.userId(), "why"));
    }
}
