package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.toolgateway.caller.Audience;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.notification.Delivery;
import io.toolgateway.notification.Notification;
import io.toolgateway.notification.NotificationKind;
import io.toolgateway.notification.WebhookChannel;
import io.toolgateway.notification.WebhookVerifier;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.schema.CompiledSchema;
import io.toolgateway.schema.SchemaEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published cases of the Standard Webhooks all hold, and what is posted is a CloudEvent by the published schema. */
@Tag("A8")
@Tag("A17")
class WebhookCasesTest {

    private static final Duration QUICK = Duration.ofMillis(100);

    @Test
    void everySigningCaseHolds() {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("webhooks/standard_webhooks.jsonl.gz")) {
            for (Map<String, @Nullable Object> row : rows.toList()) {
                cases++;
                long begun = System.nanoTime();
                boolean isGenuine = isGenuine(row);
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                // Either is right where the case does not say, but not slowly.
                boolean isRight = row.get("valid") == null
                        ? took.compareTo(QUICK) < 0
                        : row.get("valid").equals(isGenuine);
                if (!isRight) {
                    wrong.add(row.get("id") + ": " + isGenuine + " in " + took);
                }
            }
        }

        assertThat(cases).isEqualTo(16);
        assertThat(wrong).isEmpty();
    }

    private static boolean isGenuine(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> headers = Json.asObject(Objects.requireNonNull(row.get("headers")));
        return WebhookVerifier.of(text(row, "secret"))
                .isGenuine(
                        (String) headers.get("webhook-id"),
                        (String) headers.get("webhook-timestamp"),
                        (String) headers.get("webhook-signature"),
                        text(row, "payload").getBytes(StandardCharsets.UTF_8),
                        Instant.ofEpochSecond(((Number) Objects.requireNonNull(row.get("now"))).longValue()));
    }

    private static String text(Map<String, @Nullable Object> row, String name) {
        return (String) Objects.requireNonNull(row.get(name));
    }

    @Test
    void whatIsPostedIsACloudEvent() throws IOException {
        Map<String, @Nullable Object> schema = Json.asObject(
                Objects.requireNonNull(Recorded.value(Recorded.text("webhooks/cloudevents.schema.json"))));
        CompiledSchema published = SchemaEngine.networknt()
                .formatsAsAnnotations()
                .defaultsAsAnnotations()
                .compile(schema);
        assertThat(published.accepts(Map.of("specversion", "1.0", "id", "", "source", "x", "type", "y")))
                .isFalse();
        Map<String, @Nullable Object> properties = Json.asObject(Objects.requireNonNull(schema.get("properties")));
        for (NotificationKind kind : NotificationKind.values()) {
            Map<String, @Nullable Object> event = posted(kind);

            assertThat(published.check(event)).isEmpty();
            assertThat(event.keySet()).containsAll(required(schema)).isSubsetOf(properties.keySet());
            assertThat(event.get("specversion")).isEqualTo("1.0");
            // No attribute of ours is of another kind than a text, and none is empty.
            event.forEach((name, value) -> {
                if (!name.equals("data")) {
                    assertThat(value).as(name).isInstanceOf(String.class).isNotEqualTo("");
                }
            });
            assertThat(URI.create(text(event, "source"))).isNotNull();
            assertThat(Instant.parse(text(event, "time"))).isNotNull();
            assertThat(text(event, "type")).matches(Pattern.compile("io\\.toolgateway\\.proposal\\.[a-z]+\\.v1"));
        }
    }

    private static List<String> required(Map<String, @Nullable Object> schema) {
        return Json.asArray(Objects.requireNonNull(schema.get("required"))).stream()
                .map(name -> (String) Objects.requireNonNull(name))
                .toList();
    }

    private static Map<String, @Nullable Object> posted(NotificationKind kind) throws IOException {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            WebhookChannel channel = WebhookChannel.to(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                    .signedWith("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                    .allowingPlainHttp()
                    .allowingInternalAddresses()
                    .build();
            assertThat(channel.deliver(aNotification(kind))).isEqualTo(Delivery.delivered());
        } finally {
            server.stop(0);
        }
        return Json.parseObject(bodies.get(0));
    }

    private static Notification aNotification(NotificationKind kind) {
        Instant at = Instant.parse("2026-11-21T10:00:00Z");
        return new Notification(
                UUID.fromString("c0ffee00-0000-4000-8000-000000000001"),
                kind,
                TenantId.of("acme"),
                ProposalId.of("c0ffee00-0000-7000-8000-000000000002"),
                "process_refund",
                "ann",
                Audience.ofRoles("supervisor"),
                at,
                at.plus(Duration.ofHours(4)),
                "approved");
    }
}
