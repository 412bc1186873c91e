package io.toolgateway.notification;

import static io.toolgateway.testkit.People.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import io.toolgateway.caller.Audience;
import io.toolgateway.json.Json;
import io.toolgateway.notification.Receiver.Received;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook sends, and what becomes of what it hears. */
@Tag("A8")
class WebhookChannelTest {

    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final SettableClock clock = new SettableClock();

    static Notification aNotification(String detail) {
        return new Notification(
                SequentialIds.IDS.next(),
                NotificationKind.DECIDED,
                ANN.tenant(),
                ProposalId.of(SequentialIds.IDS.next().toString()),
                "process_refund",
                ANN.userId(),
                new Audience(Set.of("supervisor"), Set.of(ANN.userId())),
                NOW,
                NOW.plus(Duration.ofHours(4)),
                detail);
    }

    private WebhookChannel.Builder to(URI url) {
        return WebhookChannel.to(url)
                .answeringWithin(LONG)
                .allowingPlainHttp()
                .allowingInternalAddresses()
                .time(clock);
    }

    @Test
    @Tag("A17")
    void whatIsSentIsGenuineToAnyReceiverOfTheStandard() {
        Notification notification = aNotification("approved");
        // The other library looks at the system's clock.
        clock.set(java.time.Clock.systemUTC().instant());
        try (Receiver receiver = new Receiver(200)) {
            WebhookChannel channel = to(receiver.url()).signedWith(OLD, NEW).build();

            assertThat(channel.deliver(notification)).isEqualTo(Delivery.delivered());

            Received one = receiver.received.get(0);
            assertThat(one.header("content-type")).startsWith("application/cloudevents+json");
            assertThat(one.header("webhook-id")).isEqualTo(notification.id().toString());
            for (String secret : List.of(OLD, NEW)) {
                assertThat(isGenuine(one, secret, clock.instant())).isTrue();
                assertThat(isGenuine(
                                one,
                                secret,
                                clock.instant().plus(Duration.ofMinutes(5)).plusSeconds(1)))
                        .isFalse();
                Map<String, List<String>> headers = new HashMap<>();
                one.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
                assertThatCode(() -> new Webhook(secret)
                                .verify(
                                        new String(one.body(), StandardCharsets.UTF_8),
                                        java.net.http.HttpHeaders.of(headers, (name, value) -> true)))
                        .doesNotThrowAnyException();
            }
            byte[] changed = one.body().clone();
            changed[changed.length / 2]++;
            assertThat(WebhookVerifier.of(OLD)
                            .isGenuine(
                                    one.header("webhook-id"),
                                    one.header("webhook-timestamp"),
                                    one.header("webhook-signature"),
                                    changed,
                                    clock.instant()))
                    .isFalse();
            assertThat(isGenuine(one, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", clock.instant()))
                    .isFalse();
        }
    }

    @Test
    @Tag("A17")
    void theSignatureIsThatOfTheOtherLibrary() throws Exception {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(new WebhookSignature(List.of(OLD)).header("msg_1", 1_614_265_330L, body))
                .isEqualTo(new Webhook(OLD).sign("msg_1", 1_614_265_330L, new String(body, StandardCharsets.UTF_8)));
    }

    private static boolean isGenuine(Received one, String secret, Instant now) {
        return WebhookVerifier.of(secret)
                .isGenuine(
                        one.header("webhook-id"),
                        one.header("webhook-timestamp"),
                        one.header("webhook-signature"),
                        one.body(),
                        now);
    }

    @Test
    void theBodyIsACloudEvent() {
        Notification notification = aNotification("approved");
        try (Receiver receiver = new Receiver(200)) {
            to(receiver.url())
                    .signedWith(OLD)
                    .from(URI.create("https://shop.example/gateway"))
                    .build()
                    .deliver(notification);

            assertThat(Json.parseObject(new String(receiver.received.get(0).body(), StandardCharsets.UTF_8)))
                    .isEqualTo(Json.parseObject("{\"specversion\":\"1.0\",\"id\":\"" + notification.id()
                            + "\",\"source\":\"https://shop.example/gateway\""
                            + ",\"type\":\"io.toolgateway.proposal.decided.v1\",\"subject\":\""
                            + notification.proposal()
                            + "\",\"time\":\"2026-11-21T10:00:00Z\",\"datacontenttype\":\"application/json\""
                            + ",\"data\":{\"tenant\":\"" + ANN.tenant() + "\",\"proposal\":\"" + notification.proposal()
                            + "\",\"tool\":\"process_refund\",\"asked_by\":\"" + ANN.userId()
                            + "\",\"audience\":{\"roles\":[\"supervisor\"],\"users\":[\"" + ANN.userId()
                            + "\"]},\"valid_until\":\"2026-11-21T14:00:00Z\",\"detail\":\"approved\"}}"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void anyTwoHundredIsADelivery(int status) {
        assertThat(answered(status)).isEqualTo(Delivery.delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 408, 422, 500, 502, 503, 504, 599})
    void allElseIsTriedAgain(int status) {
        assertThat(answered(status)).isEqualTo(Delivery.retry("the receiver answered " + status));
    }

    @Test
    void whoeverIsGoneIsNotAskedAgain() {
        assertThat(answered(410)).isEqualTo(Delivery.givenUp("the receiver answered 410"));
    }

    @Test
    void whoeverAsksForTimeGetsIt() {
        assertThat(answered(429)).isEqualTo(new Delivery.Retry("the receiver answered 429", Duration.ofHours(1)));
        assertThat(HttpDelivery.retryAfter("Sat, 21 Nov 2026 10:00:30 GMT", NOW))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(HttpDelivery.retryAfter("Sat, 21 Nov 2026 09:00:00 GMT", NOW))
                .isEqualTo(Duration.ZERO);
        for (String none : List.of("", "-1", "soon", "1.5", "99999999999")) {
            assertThat(HttpDelivery.retryAfter(none, NOW)).isEqualTo(Duration.ZERO);
        }
    }

    private Delivery answered(int status) {
        try (Receiver receiver = new Receiver(status)) {
            Delivery delivery = to(receiver.url()).signedWith(OLD).build().deliver(aNotification("approved"));
            assertThat(receiver.received).hasSize(1);
            return delivery;
        }
    }

    @Test
    @Tag("A16")
    void theNameIsAskedOnceAndItsAddressIsTheOneThatIsConnectedTo() {
        AtomicInteger asked = new AtomicInteger();
        try (Receiver receiver = new Receiver(200)) {
            URI url =
                    URI.create("http://rebinding.example.com:" + receiver.url().getPort() + "/in");
            WebhookChannel channel = to(url).signedWith(OLD)
                    .resolvedBy(host -> {
                        asked.incrementAndGet();
                        return new InetAddress[] {InetAddress.getLoopbackAddress()};
                    })
                    .build();

            assertThat(channel.deliver(aNotification("approved"))).isEqualTo(Delivery.delivered());
            assertThat(asked).hasValue(1);
            assertThat(receiver.received.get(0).header("host"))
                    .isEqualTo("rebinding.example.com:" + receiver.url().getPort());
        }
    }

    @Test
    @Tag("A16")
    void aNameThatLeadsInsideIsNotConnectedTo() {
        try (Receiver receiver = new Receiver(200)) {
            WebhookChannel channel = WebhookChannel.to(URI.create(
                            "http://rebinding.example.com:" + receiver.url().getPort() + "/in"))
                    .signedWith(OLD)
                    .allowingPlainHttp()
                    .resolvedBy(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})
                    .build();

            assertThat(channel.deliver(aNotification("approved")))
                    .isEqualTo(Delivery.retry(
                            "the receiver could not be reached: the name leads to an address that is not public"));
            assertThat(receiver.received).isEmpty();
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsFollowedByTheNext() throws IOException {
        try (Receiver receiver = new Receiver(200)) {
            WebhookChannel channel = to(URI.create(
                            "http://two.example.com:" + receiver.url().getPort() + "/in"))
                    .signedWith(OLD)
                    .resolvedBy(host ->
                            new InetAddress[] {PublicAddresses.literal("127.0.0.9"), InetAddress.getLoopbackAddress()})
                    .build();

            assertThat(channel.deliver(aNotification("approved"))).isEqualTo(Delivery.delivered());
        }
    }

    /** Answers that never end, or are none. */
    private static final int QUIET_MILLIS = 20;

    private static Delivery rawly(Duration within, Raw raw) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[1024]);
                    socket.setSoTimeout(QUIET_MILLIS);
                    raw.answer(socket.getOutputStream(), socket.getInputStream());
                } catch (IOException e) {
                    // The channel has hung up.
                }
            });
            thread.setDaemon(true);
            thread.start();
            Delivery delivery = WebhookChannel.to(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                    .signedWith(OLD)
                    .answeringWithin(within)
                    .allowingPlainHttp()
                    .allowingInternalAddresses()
                    .build()
                    .deliver(aNotification("approved"));
            thread.join();
            return delivery;
        }
    }

    @FunctionalInterface
    private interface Raw {
        void answer(OutputStream out, InputStream in) throws IOException;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @Tag("I16")
    void anAnswerThatComesByTheByteEndsInTime() throws Exception {
        long begun = System.nanoTime();

        assertThat(rawly(SOON, (out, in) -> {
                    out.write(ascii("HTTP/1.1 200 OK\r\nX: "));
                    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                    while (System.nanoTime() < end) {
                        out.write('x');
                        out.flush();
                        pause(in);
                    }
                }))
                .isEqualTo(Delivery.retry("the receiver did not answer in time"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    /** Until the other side hangs up, or is quiet for a moment; what is left of its request is passed over. */
    private static void pause(InputStream in) throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException quiet) {
            // It waits for more of the answer.
        }
    }

    @Test
    @Tag("I16")
    void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
        String line = "X-Header: " + "x".repeat(1000) + "\r\n";

        assertThat(rawly(LONG, (out, in) -> {
                    out.write(ascii("HTTP/1.1 200 OK\r\n"));
                    for (int i = 0; i < 1_000_000; i++) {
                        out.write(ascii(line));
                    }
                }))
                .isEqualTo(Delivery.retry("the receiver could not be reached: the head of the answer is too long"));
        assertThat(rawly(LONG, (out, in) -> {
                    out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
                    for (int i = 0; i < 1_000_000; i++) {
                        out.write(ascii(line));
                    }
                }))
                .isEqualTo(Delivery.delivered());
    }

    @Test
    void whatIsNoHttpIsNoAnswer() throws Exception {
        for (String answer : List.of(
                "SSH-2.0-OpenSSH_9\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 OK\r\n\r\n",
                "\r\n\r\n",
                "")) {
            assertThat(rawly(LONG, (out, in) -> out.write(ascii(answer)))).isInstanceOf(Delivery.Retry.class);
        }
        assertThat(rawly(
                        LONG,
                        (out, in) ->
                                out.write(ascii("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204\r\n\r\n"))))
                .isEqualTo(Delivery.delivered());
        String hints = IntStream.range(0, 50)
                .mapToObj(i -> "HTTP/1.1 100 Continue\r\n\r\n")
                .reduce("", String::concat);
        assertThat(rawly(LONG, (out, in) -> out.write(ascii(hints)))).isInstanceOf(Delivery.Retry.class);
    }

    @Test
    void aSecretIsOneOfTheStandardAndIsNotShown() {
        for (String none : List.of("whsec_", "whsec_c2hvcnQ=", "not base64!", "whsec_" + "A".repeat(88), "")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> to(URI.create("https://hooks.example.com/"))
                            .signedWith(none)
                            .build())
                    .withMessageContaining("24 to 64 bytes")
                    .withNoCause();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> to(URI.create("https://hooks.example.com/")).build());
    }

    @Test
    @Tag("I17")
    void theUrlIsNotShown() {
        WebhookChannel channel = to(URI.create("https://hooks.example.com/canary"))
                .signedWith(OLD)
                .build();

        assertThat(channel).hasToString("WebhookChannel[https://hooks.example.com]");
        assertThat(Subscription.of("desk", channel).toString()).doesNotContain("canary");
    }
}
