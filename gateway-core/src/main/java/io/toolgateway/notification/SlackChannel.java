package io.toolgateway.notification;

import io.toolgateway.json.Json;
import io.toolgateway.time.TimeSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Posts notifications to an incoming webhook of Slack's: a text for the banner, and blocks with a header and the facts. What comes from
 * a call is escaped, and nothing of it becomes a link or a mention. The URL is a secret, and is not shown.
 *
 * <p>Slack does not tell a message that comes twice: a delivery whose answer was lost is in the channel twice.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class SlackChannel implements NotificationChannel {

    private static final int LONGEST_FACT = 200;
    private static final int LONGEST_HEADER = 150;
    private static final int FACTS_NAMED = 10;

    private final Post post;
    private final @Nullable String reviews;
    private final TimeSource time;
    private final String shown;

    private SlackChannel(Builder options, Endpoint endpoint) {
        this.post = new Post(endpoint, options.within, null);
        this.reviews = options.reviews;
        this.time = options.time;
        this.shown = "SlackChannel[" + endpoint + "]";
    }

    /**
     * A channel, to be built.
     *
     * @param url the incoming webhook's URL, as Slack gave it
     * @return what else can be said
     */
    public static Builder to(URI url) {
        return new Builder(url);
    }

    @Override
    public Delivery deliver(Notification notification) {
        byte[] body = Json.write(message(notification)).getBytes(StandardCharsets.UTF_8);
        return HttpDelivery.by(post, body, Map.of("Content-Type", "application/json; charset=UTF-8"), time.instant());
    }

    private Map<String, @Nullable Object> message(Notification notification) {
        String title = title(notification);
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("text", fact(title));
        message.put("unfurl_links", false);
        message.put("unfurl_media", false);
        message.put(
                "blocks",
                List.of(
                        Map.of(
                                "type",
                                "header",
                                "text",
                                Map.of("type", "plain_text", "text", header(title), "emoji", false)),
                        // Verbatim: Slack makes no links of its own out of what looks like one.
                        Map.of(
                                "type",
                                "section",
                                "text",
                                Map.of("type", "mrkdwn", "text", facts(notification), "verbatim", true))));
        return message;
    }

    private static String title(Notification notification) {
        String tool = notification.tool();
        return switch (notification.kind()) {
            case CREATED -> tool + " waits for a decision";
            case REMINDER -> tool + " still waits for a decision";
            case ESCALATED -> tool + " waits for a decision by more people";
            case DECIDED -> tool + " was decided" + detail(notification);
            case EXECUTED -> tool + " was executed";
            case FAILED -> tool + " failed" + detail(notification);
            case UNKNOWN -> "It is not known whether " + tool + " happened";
            case EXPIRED -> tool + " expired";
        };
    }

    private static String detail(Notification notification) {
        return notification.detail() == null ? "" : ", " + notification.detail();
    }

    /** A header has no markup, so nothing in it is escaped, and at most 150 characters. */
    private static String header(String title) {
        return title.length() <= LONGEST_HEADER ? title : title.substring(0, LONGEST_HEADER - 1) + "\u2026";
    }

    private String facts(Notification notification) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("Asked by: " + fact(notification.askedBy()) + ", tenant "
                + fact(notification.tenant().value()));
        lines.add("For: " + audience(notification));
        lines.add("Valid until: " + notification.validUntil());
        lines.add("Proposal: " + notification.proposal());
        if (reviews != null) {
            lines.add("<" + reviews + notification.proposal() + "|Open>");
        }
        return lines.toString();
    }

    private static String audience(Notification notification) {
        List<String> names = new ArrayList<>();
        notification.audience().roles().forEach(role -> names.add(fact(role)));
        notification.audience().users().forEach(user -> names.add(fact(user)));
        String more = names.size() > FACTS_NAMED ? ", and others" : "";
        return String.join(", ", names.subList(0, Math.min(names.size(), FACTS_NAMED))) + more;
    }

    private static String fact(String text) {
        return SlackText.escaped(text, LONGEST_FACT);
    }

    /** The host alone: the rest of the URL is a secret. */
    @Override
    public String toString() {
        return shown;
    }

    /**
     * Builds a channel to Slack.
     *
     * <p>Threads: confined to one thread.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final URI url;
        private Endpoint.Rules rules = Endpoint.Rules.SAFE;
        private Duration within = Duration.ofSeconds(10);
        private TimeSource time = TimeSource.SYSTEM;
        private @Nullable String reviews;

        private Builder(URI url) {
            this.url = Objects.requireNonNull(url, "url");
        }

        /**
         * Links each message to the host's own page of the proposal.
         *
         * @param base an http or https URL to which the proposal's id is added
         * @return this
         */
        public Builder linkingTo(URI base) {
            boolean isWeb = "https".equalsIgnoreCase(base.getScheme()) || "http".equalsIgnoreCase(base.getScheme());
            // What ends a link in Slack's markup, and what is no ASCII, does not stand in a URL.
            boolean isPlain = base.toString().chars().allMatch(c -> c > ' ' && c < 0x7F && "<>|".indexOf(c) < 0);
            if (!isWeb || base.getHost() == null || !isPlain) {
                throw new IllegalArgumentException("a message links to an http or https URL of the host's, in ASCII");
            }
            this.reviews = base.toString();
            return this;
        }

        /**
         * Says how long one delivery may take. Default 10 s.
         *
         * @param within more than zero, a minute at most
         * @return this
         */
        public Builder answeringWithin(Duration within) {
            this.within = WebhookChannel.Builder.requireWithin(within);
            return this;
        }

        /**
         * Posts to http as well, for a server of one's own that takes Slack's form.
         *
         * @return this
         */
        public Builder allowingPlainHttp() {
            this.rules = rules.plain();
            return this;
        }

        /**
         * Posts to addresses of internal networks as well, see {@link WebhookChannel.Builder#allowingInternalAddresses}.
         *
         * @return this
         */
        public Builder allowingInternalAddresses() {
            this.rules = rules.internal();
            return this;
        }

        /**
         * Builds the channel.
         *
         * @return the channel
         * @throws IllegalArgumentException if the URL is not allowed; the message does not show it
         */
        public SlackChannel build() {
            return new SlackChannel(this, Endpoint.of(url, rules));
        }
    }
}
