package io.toolgateway.notification;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Problem;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receivers that are dead, slow, redirecting, broken or moody harm nothing; what they do not take is given up on record. */
@Tag("A8")
@Tag("F32")
class UnreliableReceiversTest {

    private static final int CALLS = 20;
    /** Created, decided and executed; the reminder is no longer needed. */
    private static final int TOLD = 3 * CALLS;

    private static final Duration GIVEN_UP_AFTER = Duration.ofHours(2);
    private static final List<String> CHANNELS =
            List.of("in_app", "well", "dead", "silent", "redirecting", "broken", "moody", "back");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final SettableClock clock = new SettableClock();
    private final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    private final AtomicInteger ran = new AtomicInteger();

    @Test
    @Tag("I16")
    void whoeverDoesNotListenHarmsNobody() throws Exception {
        Set<Thread> before = threads();
        try (Receiver well = new Receiver(200);
                Receiver silent = new Receiver(Receiver.SILENCE);
                Receiver redirecting = new Receiver(302);
                Receiver broken = new Receiver(500);
                Receiver moody = new Receiver(number -> number % 2 == 1 ? 204 : 503);
                Receiver back = new Receiver(number -> number > 10 ? 200 : 503);
                Gateway gateway = gateway(Notifications.to(
                                Subscription.inApp(),
                                to("well", well.url()),
                                to("dead", nobody()),
                                to("silent", silent.url(), Duration.ofMillis(100)),
                                to("redirecting", redirecting.url()),
                                to("broken", broken.url()),
                                to("moody", moody.url()),
                                to("back", back.url()))
                        .givingUpAfter(GIVEN_UP_AFTER)
                        .lookingEvery(Duration.ofDays(1)))) {
            for (int i = 0; i < CALLS; i++) {
                ToolCall call = ToolCall.of("call_" + i, "process_refund", "{\"order\":\"canary-" + i + "\"}");
                assertThat(gateway.propose(call, ANN)).isInstanceOf(Outcome.Pending.class);
            }
            for (ReviewItem item : gateway.approvals().pending(SUE)) {
                gateway.approvals().approve(item.id(), item.hash(), SUE);
            }

            // As the gateway does it once it is started, but on threads whose end can be waited for: time passes on
            // this one alone.
            ExecutorService threads = Executors.newCachedThreadPool();
            await(
                    () -> {
                        gateway.notifications().deliverDueOn(threads);
                        gateway.executor().runOnce();
                        return ran.get() == CALLS && executed() == CALLS;
                    },
                    "all are executed");
            await(
                    () -> {
                        gateway.notifications().deliverDueOn(threads);
                        return idsOf(well.received).size() == TOLD
                                && gateway.notices().unread(ANN) == 2 * CALLS;
                    },
                    "who listens hears");
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            passTime(gateway);

            assertThat(well.received).hasSize(TOLD);
            assertThat(gateway.notices().unread(SUE)).isEqualTo(CALLS);
            Map<String, Integer> givenUp = givenUp();
            assertThat(givenUp.keySet()).doesNotContain("well", "in_app");
            for (String none : List.of("dead", "silent", "redirecting", "broken")) {
                assertThat(givenUp).containsEntry(none, TOLD);
            }
            // Whoever takes some of it in the end gets most of it.
            assertThat(givenUp.getOrDefault("moody", 0)).isLessThan(TOLD / 4);
            assertThat(givenUp.getOrDefault("back", 0)).isLessThan(TOLD / 4);
            assertThat(idsOf(moody.taken)).hasSize(TOLD - givenUp.getOrDefault("moody", 0));
            assertThat(idsOf(back.taken)).hasSize(TOLD - givenUp.getOrDefault("back", 0));
            for (Receiver each : List.of(silent, redirecting, broken, moody, back)) {
                assertThat(idsOf(well.received)).containsAll(idsOf(each.received));
            }
            assertThat(redirecting.received).noneMatch(one -> one.path().contains("elsewhere"));
            assertThat(broken.received.size()).as("tries in %s", GIVEN_UP_AFTER).isBetween(10, 200);
            assertThat(eventsOfAll())
                    .allSatisfy(event -> assertThat(String.valueOf(problem(event)))
                            .doesNotContain("canary")
                            .doesNotContain("127.0.0.1"));
        }
        await(() -> threads().stream().allMatch(before::contains), "all threads have ended");
    }

    private Gateway gateway(Notifications notifications) {
        return Gateway.builder()
                .tools(ToolRegistry.of(Tool.named("process_refund")
                        .arguments("{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}}}")
                        .callableBy("support_agent")
                        .handledBy(call -> {
                            ran.incrementAndGet();
                            return ToolResult.success();
                        })))
                .policy(Policy.named("test", "1")
                        .rule("reads pass", readsOnly(), allow())
                        .otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .time(clock)
                .trustingRolesAsProposed()
                .withoutLogging()
                .notifications(notifications)
                .build();
    }

    private Subscription to(String name, URI url) {
        return to(name, url, Duration.ofSeconds(30));
    }

    private Subscription to(String name, URI url, Duration within) {
        return Subscription.of(
                name,
                WebhookChannel.to(url)
                        .signedWith(SECRET)
                        .answeringWithin(within)
                        .allowingPlainHttp()
                        .allowingInternalAddresses()
                        .time(clock)
                        .build());
    }

    /** An address at which nobody is at home. */
    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
    }

    /** Lets time go by until all is old enough, in steps that are shorter than any pause. */
    private void passTime(Gateway gateway) {
        for (int i = 0; i < GIVEN_UP_AFTER.toSeconds() / 10 + 70; i++) {
            clock.advance(Duration.ofSeconds(10));
            gateway.notifications().deliverDue();
        }
        for (String name : CHANNELS) {
            // What is left are the reminders of what was decided, which are dropped when they fall due.
            assertThat(store.outbox().take(TakeRequest.of("notification_" + name, 1, Duration.ofSeconds(1))))
                    .as("what waits for %s", name)
                    .isEmpty();
        }
    }

    private long executed() {
        return eventsOfAll().stream()
                .filter(event -> event.type() == EventType.EXECUTED)
                .count();
    }

    private List<AuditEvent> eventsOfAll() {
        return store.events(new EventQuery(ANN.tenant(), null, null, null));
    }

    /** How many notifications were given up, by the names of the channels. */
    private Map<String, Integer> givenUp() {
        return eventsOfAll().stream()
                .filter(event -> event.type() == EventType.NOTIFICATION_GIVEN_UP)
                .collect(Collectors.toMap(
                        event ->
                                Objects.requireNonNull(event.standing()).actor().replace("channel:", ""),
                        event -> 1,
                        Integer::sum));
    }

    private static String problem(AuditEvent event) {
        Problem problem = event.problem();
        return problem == null ? "" : problem.message();
    }

    /** The ids of what was received, in the header and in the body alike. */
    private static Set<String> idsOf(List<Receiver.Received> received) {
        List<String> ids = new ArrayList<>();
        for (Receiver.Received one : received) {
            Map<String, ?> event = Json.parseObject(new String(one.body(), StandardCharsets.UTF_8));
            assertThat(event.get("id")).isEqualTo(one.header("webhook-id"));
            assertThat(event.toString()).doesNotContain("canary");
            ids.add(one.header("webhook-id"));
        }
        return Set.copyOf(ids);
    }

    /** But for those of the Java platform itself. */
    private static Set<Thread> threads() {
        ThreadGroup own = Thread.currentThread().getThreadGroup();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> own.equals(thread.getThreadGroup()))
                .collect(Collectors.toSet());
    }

    private static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            Thread.onSpinWait();
        }
    }
}
