package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.notification.Delivery;
import io.toolgateway.notification.Notice;
import io.toolgateway.notification.Notices;
import io.toolgateway.notification.NotificationKind;
import io.toolgateway.notification.Notifications;
import io.toolgateway.notification.SlackChannel;
import io.toolgateway.notification.Subscription;
import io.toolgateway.notification.WebhookChannel;
import io.toolgateway.notification.WebhookVerifier;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The README's words on notifications. */
class NotificationsTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void channelsAreDeclared() {
        URI receiver = URI.create("https://shop.example/hooks/tool-gateway");
        URI incomingWebhook = URI.create("https://hooks.slack.com/services/T0/B0/x");
        URI reviews = URI.create("https://shop.example/reviews/");
        String secret = SECRET;
        // region channels
        Notifications notifications = Notifications.to(
                        Subscription.inApp(),
                        Subscription.of(
                                "audit",
                                WebhookChannel.to(receiver).signedWith(secret).build()),
                        Subscription.of(
                                        "supervisors",
                                        SlackChannel.to(incomingWebhook)
                                                .linkingTo(reviews)
                                                .build())
                                .on(NotificationKind.CREATED, NotificationKind.REMINDER)
                                .forTenants("acme")
                                .forRoles("supervisor"))
                .remindingBefore(Duration.ofMinutes(15));
        // endregion
        assertThat(notifications.announcers(tool -> Set.of())).hasSize(1);
    }

    @Test
    void peopleFindTheirsInTheApplication() {
        Caller ann = Caller.of("acme", "ann").withRoles("support_agent");
        Caller sue = Caller.of("acme", "sue").withRoles("supervisor");
        List<String> shown = new ArrayList<>();
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(Tool.named("process_refund")
                        .callableBy("support_agent")
                        .handledBy(call -> ToolResult.success())))
                .policy(Policy.named("test", "1")
                        .rule("reads pass", readsOnly(), allow())
                        .otherwise(requireApproval(byRole("supervisor"))))
                .notifications(Notifications.to(
                        Subscription.inApp(), Subscription.of("own", notification -> Delivery.delivered())))
                .build()) {
            gateway.propose(ToolCall.of("call_1", "process_refund", "{}"), ann);
            for (ReviewItem item : gateway.approvals().pending(sue)) {
                gateway.approvals().approve(item.id(), item.hash(), sue);
            }
            gateway.notifications().deliverDue();

            // region notices
            Notices notices = gateway.notices();
            long unread = notices.unread(sue); // for a badge
            for (Notice notice : notices.newest(sue, 20)) {
                shown.add(notice.notification().kind() + " "
                        + notice.notification().proposal());
            }
            notices.markAllRead(sue);
            // endregion
            assertThat(unread).isOne();
            assertThat(shown).singleElement().asString().startsWith("CREATED ");
            assertThat(notices.unread(sue)).isZero();
            assertThat(notices.unread(ann)).isOne();
        }
    }

    @Test
    void aReceiverChecksWhatItGets() {
        Map<String, String> headers = Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.ofEpochSecond(1_614_265_330L);
        String secret = SECRET;
        // region receiver
        boolean isGenuine = WebhookVerifier.of(secret)
                .isGenuine(
                        headers.get("webhook-id"),
                        headers.get("webhook-timestamp"),
                        headers.get("webhook-signature"),
                        body, // as it came, before anything has read it
                        now);
        // endregion
        assertThat(isGenuine).isTrue();
    }
}
