package io.toolgateway.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.SequentialIds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slack's incoming-webhook form: what comes from a call is text in it, and nothing else. */
@Tag("A8")
class SlackChannelTest {

    private static Notification about(NotificationKind kind, String user) {
        return new Notification(
                SequentialIds.IDS.next(),
                kind,
                TenantId.of("acme"),
                ProposalId.of(SequentialIds.IDS.next().toString()),
                "process_refund",
                user,
                Audience.ofRoles("supervisor"),
                Instant.parse("2026-11-21T10:00:00Z"),
                Instant.parse("2026-11-21T14:00:00Z"),
                kind == NotificationKind.DECIDED ? "approved" : null);
    }

    private static Map<String, ?> posted(Notification notification) {
        try (Receiver receiver = new Receiver(200)) {
            SlackChannel channel = SlackChannel.to(receiver.url())
                    .allowingPlainHttp()
                    .allowingInternalAddresses()
                    .linkingTo(URI.create("https://shop.example/reviews/"))
                    .build();
            assertThat(channel.deliver(notification)).isEqualTo(Delivery.delivered());
            Receiver.Received one = receiver.received.get(0);
            assertThat(one.header("content-type")).startsWith("application/json");
            return Json.parseObject(new String(one.body(), StandardCharsets.UTF_8));
        }
    }

    private static Map<?, ?> block(Map<String, ?> message, int index) {
        return (Map<?, ?>) Objects.requireNonNull(((List<?>) message.get("blocks")).get(index));
    }

    private static String text(Map<?, ?> block) {
        return (String) Objects.requireNonNull(((Map<?, ?>) block.get("text")).get("text"));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindHasItsWords(NotificationKind kind) {
        Notification notification = about(kind, "ann");
        Map<String, ?> message = posted(notification);

        assertThat((String) message.get("text")).contains("process_refund");
        assertThat(block(message, 0).get("type")).isEqualTo("header");
        assertThat(((Map<?, ?>) block(message, 0).get("text")).get("type")).isEqualTo("plain_text");
        assertThat(text(block(message, 0))).isEqualTo(message.get("text"));
        assertThat(((Map<?, ?>) block(message, 1).get("text")).get("verbatim")).isEqualTo(true);
        assertThat(text(block(message, 1)))
                .contains("Asked by: ann, tenant acme\nFor: supervisor\nValid until: 2026-11-21T14:00:00Z")
                .endsWith("<https://shop.example/reviews/" + notification.proposal() + "|Open>");
    }

    @ParameterizedTest
    @Tag("A9")
    @ValueSource(
            strings = {
                "<!channel>",
                "<@U012AB3CD>",
                "<https://evil.example|Open>",
                "&lt;!here&gt;",
                "<!subteam^S1>",
                "a\nFor: everybody",
                "\u202Eevil",
                "a\u0000\u001b[31m\u2028b"
            })
    void whatComesFromACallIsTextAndNothingElse(String user) {
        String facts = text(block(posted(about(NotificationKind.CREATED, user)), 1));
        List<String> lines = Arrays.asList(facts.split("\n", -1));

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0).replace("&lt;", "").replace("&gt;", "").replace("&amp;", ""))
                .doesNotContain("<", ">", "&", "\u202E", "\u0000", "\u001b", "\u2028");
        assertThat(facts.chars().filter(c -> c == '<').count()).isOne();
    }

    @Test
    void longNamesAreCut() {
        assertThat(SlackText.escaped("\ud83d\ude00".repeat(300), 200)).isEqualTo("\ud83d\ude00".repeat(200) + "\u2026");
        assertThat(SlackText.escaped("a&b", 3)).isEqualTo("a&amp;b");
    }

    @Test
    @Tag("I17")
    void theUrlIsASecretAndTheLinkIsTheHosts() {
        SlackChannel channel = SlackChannel.to(URI.create("https://hooks.slack.com/services/T0/B0/canary"))
                .build();

        assertThat(channel).hasToString("SlackChannel[https://hooks.slack.com]");
        for (String none :
                List.of("javascript:alert(1)", "/reviews/", "https://shop.example/a|b", "https:x", "mailto:a@b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SlackChannel.to(URI.create("https://hooks.slack.com/x"))
                            .linkingTo(URI.create(none)));
        }
    }
}
