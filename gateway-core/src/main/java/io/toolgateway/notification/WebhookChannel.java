package io.toolgateway.notification;

import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import io.toolgateway.time.TimeSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts notifications to a URL, signed by the Standard Webhooks: headers {@code webhook-id} (the notification's id, the same each time),
 * {@code webhook-timestamp} (of this delivery) and {@code webhook-signature}. A receiver checks them with {@link WebhookVerifier}, or a
 * library of the Standard Webhooks in its language.
 *
 * <p>Shape: the body is a CloudEvent 1.0 in structured JSON ({@code application/cloudevents+json}). {@code type} is
 * {@code io.toolgateway.proposal.} and the kind and {@code .v1}, {@code subject} the proposal's id, {@code time} when it happened;
 * {@code data} has {@code tenant}, {@code proposal}, {@code tool}, {@code asked_by}, {@code audience} ({@code roles}, {@code users}),
 * {@code valid_until}, and {@code detail} where there is one. Members may be added; one that changes its meaning makes another type.
 *
 * <p>Only to https and to public addresses, see {@link Builder}. Redirects are not followed.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class WebhookChannel implements NotificationChannel {

    private static final String TYPE = "io.toolgateway.proposal.";
    private static final String TYPE_VERSION = ".v1";

    private final Post post;
    private final WebhookSignature signature;
    private final String source;
    private final TimeSource time;
    private final String shown;

    private WebhookChannel(Builder options, Endpoint endpoint) {
        this.post = new Post(endpoint, options.within, options.tls);
        this.signature = new WebhookSignature(options.secrets);
        this.source = options.source;
        this.time = options.time;
        this.shown = "WebhookChannel[" + endpoint + "]";
    }

    /**
     * A webhook, to be built.
     *
     * @param url the receiver's https URL
     * @return what else has to be said
     */
    public static Builder to(URI url) {
        return new Builder(url);
    }

    @Override
    public Delivery deliver(Notification notification) {
        byte[] body = Json.write(event(notification)).getBytes(StandardCharsets.UTF_8);
        String id = notification.id().toString();
        Instant now = time.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/cloudevents+json; charset=UTF-8");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put("webhook-signature", signature.header(id, now.getEpochSecond(), body));
        return HttpDelivery.by(post, body, headers, now);
    }

    private Map<String, @Nullable Object> event(Notification notification) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", notification.id().toString());
        event.put("source", source);
        event.put("type", TYPE + notification.kind().text() + TYPE_VERSION);
        event.put("subject", notification.proposal().toString());
        event.put("time", notification.occurredAt().toString());
        event.put("datacontenttype", "application/json");
        event.put("data", data(notification));
        return event;
    }

    private static Map<String, @Nullable Object> data(Notification notification) {
        Map<String, @Nullable Object> audience = new LinkedHashMap<>();
        audience.put("roles", new ArrayList<>(notification.audience().roles()));
        audience.put("users", new ArrayList<>(notification.audience().users()));
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("tenant", notification.tenant().value());
        data.put("proposal", notification.proposal().toString());
        data.put("tool", notification.tool());
        data.put("asked_by", notification.askedBy());
        data.put("audience", audience);
        data.put("valid_until", notification.validUntil().toString());
        if (notification.detail() != null) {
            data.put("detail", notification.detail());
        }
        return data;
    }

    /** The host alone: the rest of the URL may be a secret. */
    @Override
    public String toString() {
        return shown;
    }

    /**
     * Builds a webhook channel.
     *
     * <p>Threads: confined to one thread.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final URI url;
        private final List<String> secrets = new ArrayList<>();
        private Endpoint.Rules rules = Endpoint.Rules.SAFE;
        private Duration within = Duration.ofSeconds(10);
        private String source = "urn:tool-gateway";
        private TimeSource time = TimeSource.SYSTEM;
        private @Nullable SSLSocketFactory tls;

        private Builder(URI url) {
            this.url = Objects.requireNonNull(url, "url");
        }

        /**
         * Signs with a secret. While it is being changed the old and the new one, both.
         *
         * @param more each like {@code whsec_} and the base64 of 24 to 64 bytes
         * @return this
         */
        public Builder signedWith(String... more) {
            secrets.addAll(List.of(more));
            return this;
        }

        /**
         * Names the sender: the CloudEvent's {@code source}. Default {@code urn:tool-gateway}.
         *
         * @param source a URI of the host's
         * @return this
         */
        public Builder from(URI source) {
            this.source = Storable.required(source.toString(), "source");
            return this;
        }

        /**
         * Says how long one delivery may take, from the connection to the answer. Default 10 s.
         *
         * @param within more than zero, a minute at most
         * @return this
         */
        public Builder answeringWithin(Duration within) {
            this.within = requireWithin(within);
            return this;
        }

        /**
         * Posts to http as well: whoever is on the way can read and change what is posted.
         *
         * @return this
         */
        public Builder allowingPlainHttp() {
            this.rules = rules.plain();
            return this;
        }

        /**
         * Posts to addresses of internal networks as well: whoever may set the URL or the name's addresses can reach what is in there. For
         * an intranet's own receivers, and for tests.
         *
         * @return this
         */
        public Builder allowingInternalAddresses() {
            this.rules = rules.internal();
            return this;
        }

        /**
         * Sets the clock that timestamps are taken from, for tests.
         *
         * @param time the clock
         * @return this
         */
        public Builder time(TimeSource time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        Builder resolvedBy(Endpoint.Resolver resolver) {
            this.rules = rules.resolvedBy(resolver);
            return this;
        }

        Builder trusting(SSLSocketFactory tls) {
            this.tls = tls;
            return this;
        }

        /**
         * Builds the channel.
         *
         * @return the channel
         * @throws IllegalArgumentException if the URL is not allowed, or a secret is none; the message shows neither
         */
        public WebhookChannel build() {
            return new WebhookChannel(this, Endpoint.of(url, rules));
        }

        static Duration requireWithin(Duration within) {
            if (within.isNegative() || within.isZero() || within.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("a delivery takes more than no time, and a minute at most");
            }
            return within;
        }
    }
}
