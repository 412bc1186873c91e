package io.toolgateway.notification;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.toolgateway.Gateway;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.EventQuery;
import io.toolgateway.testkit.Changes;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each channel gets what it subscribed to, at least once or given up on record, whatever the other channels do. */
@Tag("A8")
class NotificationDeliveryTest {

    /** Counts what it is asked, and answers as it is told. */
    private static final class Fake implements NotificationChannel {

        final List<Notification> asked = new ArrayList<>();
        Delivery answer;

        Fake(Delivery answer) {
            this.answer = answer;
        }

        @Override
        public Delivery deliver(Notification notification) {
            asked.add(notification);
            return answer;
        }

        Set<UUID> ids() {
            return asked.stream().map(Notification::id).collect(Collectors.toSet());
        }
    }

    private final Fake well = new Fake(Delivery.delivered());
    private final Fake broken = new Fake(Delivery.retry("it is broken"));

    private List<AuditEvent> givenUp(Desk desk, Proposal proposal) {
        return desk.store.events(EventQuery.ofProposal(proposal.tenant(), proposal.id())).stream()
                .filter(event -> event.type() == EventType.NOTIFICATION_GIVEN_UP)
                .toList();
    }

    @Test
    void whatIsDeliveredIsNotDeliveredAgain() {
        Desk desk = new Desk(Notifications.to(Subscription.of("well", well)));
        desk.insert(aRefund());

        desk.pass(Duration.ofHours(1), Duration.ofMinutes(1));

        assertThat(well.asked).hasSize(1);
    }

    @Test
    void aFailureIsTriedAgainAfterPausesThatGrow() {
        Desk desk = new Desk(Notifications.to(Subscription.of("broken", broken).on(NotificationKind.CREATED)));
        desk.insert(aRefund());
        List<Duration> pauses = new ArrayList<>();
        Instant last = desk.clock.instant();
        int seen = 0;
        while (pauses.size() < 5) {
            desk.delivery.deliverDue();
            if (broken.asked.size() > seen) {
                seen = broken.asked.size();
                pauses.add(Duration.between(last, desk.clock.instant()));
                last = desk.clock.instant();
            }
            desk.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(pauses.get(0)).isZero();
        for (int i = 1; i < pauses.size(); i++) {
            Duration least = Duration.ofSeconds(10).multipliedBy(1L << (2 * (i - 1)));
            assertThat(pauses.get(i))
                    .isBetween(least, least.multipliedBy(13).dividedBy(10).plusSeconds(1));
        }
        assertThat(broken.ids()).hasSize(1);
    }

    @Test
    void whoeverAsksForTimeIsLeftAloneThatLong() {
        Desk desk = new Desk(Notifications.to(Subscription.of("broken", broken).on(NotificationKind.CREATED)));
        broken.answer = new Delivery.Retry("busy", Duration.ofHours(3));
        desk.insert(aRefund());
        desk.delivery.deliverDue();

        desk.clock.advance(Duration.ofHours(3).minusSeconds(1));
        desk.delivery.deliverDue();
        assertThat(broken.asked).hasSize(1);
        desk.clock.advance(Duration.ofSeconds(1));
        desk.delivery.deliverDue();

        assertThat(broken.asked).hasSize(2);
    }

    @Test
    void whatIsTooOldIsGivenUpOnRecord() {
        Desk desk = new Desk(Notifications.to(Subscription.of("broken", broken).on(NotificationKind.CREATED)));
        Proposal parked = desk.insert(aRefund());

        desk.pass(Duration.ofHours(25), Duration.ofMinutes(1));

        assertThat(givenUp(desk, parked)).singleElement().satisfies(event -> {
            assertThat(Objects.requireNonNull(event.standing()).actor()).isEqualTo("channel:broken");
            assertThat(Objects.requireNonNull(event.problem()).message()).isEqualTo("created: it is broken");
            assertThat(desk.events).containsExactly(event);
        });
        int tries = broken.asked.size();
        assertThat(tries).isBetween(8, 30);
        desk.pass(Duration.ofHours(25), Duration.ofMinutes(10));
        assertThat(broken.asked).hasSize(tries);
    }

    @Test
    void whatTheChannelGivesUpIsGivenUpAtOnce() {
        Desk desk = new Desk(Notifications.to(Subscription.of("broken", broken).on(NotificationKind.CREATED)));
        broken.answer = Delivery.givenUp("it is gone");
        Proposal parked = desk.insert(aRefund());
        desk.pass(Duration.ofHours(1), Duration.ofMinutes(1));

        assertThat(broken.asked).hasSize(1);
        assertThat(givenUp(desk, parked)).hasSize(1);
    }

    @Test
    void aChannelThatThrowsOrSaysNothingIsTriedAgain() {
        AtomicInteger asked = new AtomicInteger();
        Desk desk = new Desk(Notifications.to(
                Subscription.of("thrower", notification -> {
                            throw new StackOverflowError();
                        })
                        .on(NotificationKind.CREATED),
                Subscription.of("mute", notification -> nothing(asked)).on(NotificationKind.CREATED),
                Subscription.of("well", well).on(NotificationKind.CREATED)));
        Proposal parked = desk.insert(aRefund());

        desk.pass(Duration.ofHours(25), Duration.ofMinutes(10));

        assertThat(well.asked).hasSize(1);
        assertThat(asked).hasValueGreaterThan(5);
        assertThat(givenUp(desk, parked))
                .extracting(event -> Objects.requireNonNull(event.standing()).actor())
                .containsExactlyInAnyOrder("channel:thrower", "channel:mute");
    }

    @SuppressWarnings("NullAway") // what a host's channel may do
    private static Delivery nothing(AtomicInteger asked) {
        asked.incrementAndGet();
        return null;
    }

    @Test
    void aDeadChannelCostsLittleAndLosesNothingThatIsNotOnRecord() {
        Desk desk = new Desk(Notifications.to(
                        Subscription.of("broken", broken).on(NotificationKind.CREATED),
                        Subscription.of("well", well).on(NotificationKind.CREATED))
                .givingUpAfter(Duration.ofHours(2)));
        List<Proposal> parked = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            parked.add(desk.insert(aRefund()));
        }

        desk.pass(Duration.ofHours(3), Duration.ofSeconds(10));

        assertThat(well.asked).hasSize(250);
        assertThat(broken.asked.size()).isLessThan(40);
        assertThat(parked).allSatisfy(one -> assertThat(givenUp(desk, one)).hasSize(1));
    }

    @Test
    void aChannelThatIsBackGetsWhatWaited() {
        Desk desk = new Desk(Notifications.to(Subscription.of("broken", broken).on(NotificationKind.CREATED)));
        for (int i = 0; i < 150; i++) {
            desk.insert(aRefund());
        }
        desk.pass(Duration.ofHours(1), Duration.ofSeconds(30));
        broken.answer = Delivery.delivered();
        broken.asked.clear();

        desk.pass(Duration.ofHours(4), Duration.ofMinutes(1));

        assertThat(broken.ids()).hasSize(150);
        assertThat(broken.asked).hasSize(150);
    }

    @Test
    void eachChannelGetsWhatItSubscribedTo() {
        Fake tools = new Fake(Delivery.delivered());
        Fake tenants = new Fake(Delivery.delivered());
        Fake roles = new Fake(Delivery.delivered());
        Fake kinds = new Fake(Delivery.delivered());
        Desk desk = new Desk(Notifications.to(
                Subscription.of("tools", tools).forTools("create_support_ticket"),
                Subscription.of("tenants", tenants).forTenants(MAX.tenant().value()),
                Subscription.of("roles", roles).forRoles("billing_admin", "supervisor"),
                Subscription.of("kinds", kinds).on(NotificationKind.DECIDED, NotificationKind.UNKNOWN)));
        Proposal refund = desk.insert(aRefund());
        desk.insert(aTicket().by(MAX));
        desk.made(refund, Changes.reject(SAM));
        desk.delivery.deliverDue();

        assertThat(tools.asked)
                .extracting(Notification::kind, Notification::tool)
                .containsExactly(tuple(NotificationKind.CREATED, "create_support_ticket"));
        assertThat(tenants.asked)
                .extracting(Notification::kind, Notification::tenant)
                .containsExactly(tuple(NotificationKind.CREATED, MAX.tenant()));
        assertThat(roles.asked)
                .extracting(Notification::kind)
                .containsExactly(NotificationKind.CREATED, NotificationKind.CREATED);
        assertThat(kinds.asked).extracting(Notification::kind).containsExactly(NotificationKind.DECIDED);
    }

    @Test
    void whatIsToldTwiceHasOneIdOnEveryChannel() {
        Fake other = new Fake(Delivery.delivered());
        Desk desk = new Desk(Notifications.to(
                Subscription.of("broken", broken).on(NotificationKind.CREATED), Subscription.of("other", other)));
        desk.insert(aRefund());
        desk.pass(Duration.ofHours(1), Duration.ofMinutes(1));

        assertThat(broken.asked.size()).isGreaterThan(2);
        assertThat(broken.ids()).isEqualTo(other.ids());
    }

    @Test
    void peopleFindTheirsInTheApplication() {
        Desk desk = new Desk(Notifications.to(Subscription.inApp()));
        Notices notices = new Notices(desk.store);
        Proposal parked = desk.insert(aRefund());
        desk.insert(aRefund());
        desk.made(parked, Changes.approve(parked, SAM));
        desk.delivery.deliverDue();

        List<Notice> found = notices.newest(SUE, 10);
        assertThat(found).hasSize(2).allMatch(notice -> !notice.isRead());
        assertThat(notices.newest(MAX, 10)).isEmpty();
        assertThat(notices.newest(ANN, 10)).singleElement().satisfies(notice -> {
            assertThat(notice.notification().kind()).isEqualTo(NotificationKind.DECIDED);
            assertThat(notice.notification().proposal()).isEqualTo(parked.id());
            assertThat(notice.notification().detail()).isEqualTo("approved");
        });
        notices.markRead(SUE, List.of(found.get(0).notification().id()));
        assertThat(notices.unread(SUE)).isOne();
        assertThat(notices.unread(SAM)).isEqualTo(2);
        assertThat(notices.before(SUE, found.get(0).number(), 10))
                .extracting(notice -> notice.notification().id())
                .containsExactly(found.get(1).notification().id());
        notices.markAllRead(SAM);
        assertThat(notices.unread(SAM)).isZero();
    }

    @Test
    @Tag("I16")
    void aChannelThatHangsKeepsNothingBackButItsOwn() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        CountDownLatch delivered = new CountDownLatch(3);
        Desk desk = new Desk(Notifications.to(
                Subscription.of("hanging", notification -> {
                    hangs.countDown();
                    awaitUninterruptibly(ends);
                    return Delivery.delivered();
                }),
                Subscription.of("well", notification -> {
                    delivered.countDown();
                    return Delivery.delivered();
                })));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 3; i++) {
                desk.insert(aRefund());
                desk.delivery.deliverDueOn(threads);
            }
            assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
            while (delivered.getCount() > 0) {
                desk.delivery.deliverDueOn(threads);
            }
        } finally {
            ends.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whereNoThreadIsToBeHadItIsTriedAgain() {
        Desk desk = new Desk(Notifications.to(Subscription.of("well", well)));
        desk.insert(aRefund());
        try {
            desk.delivery.deliverDueOn(task -> {
                throw new RejectedExecutionException("none");
            });
        } catch (RejectedExecutionException e) {
            assertThat(e).hasMessage("none");
        }

        desk.delivery.deliverDueOn(Runnable::run);

        assertThat(well.asked).hasSize(1);
    }

    @Test
    void theWorkersOfAGatewayDeliverByThemselves() throws InterruptedException {
        CountDownLatch created = new CountDownLatch(1);
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(Tool.named("process_refund")
                        .callableBy("support_agent")
                        .approvableBy("supervisor")
                        .handledBy(call -> ToolResult.success())))
                .notifications(Notifications.to(Subscription.of("list", notification -> {
                            created.countDown();
                            return Delivery.delivered();
                        }))
                        .lookingEvery(Duration.ofMillis(5)))
                .withoutLogging()
                .build()) {
            gateway.executor().start();
            gateway.propose(ToolCall.of("call_1", "process_refund", "{}"), ANN);

            assertThat(created.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatIsClosedBeginsNoDelivery() {
        Desk desk = new Desk(Notifications.to(Subscription.of("well", well)));
        desk.insert(aRefund());
        desk.delivery.close();

        assertThat(desk.delivery.deliverDue()).isZero();
        assertThat(well.asked).isEmpty();
    }

    @Test
    void whatIsDeclaredIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> Subscription.of("Desk", well));
        assertThatIllegalArgumentException().isThrownBy(() -> Subscription.of("x".repeat(28), well));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Notifications.to(Subscription.of("desk", well), Subscription.of("desk", broken)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subscription.of("desk", well).forRoles());
        assertThatIllegalArgumentException().isThrownBy(() -> Notifications.to().remindingBefore(Duration.ZERO));
        assertThat(Notifications.to().announcers(tool -> Set.of())).isEmpty();
    }
}
