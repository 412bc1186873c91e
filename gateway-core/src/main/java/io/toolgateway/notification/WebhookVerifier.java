package io.toolgateway.notification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a receiver whether a webhook comes from whoever has the secret, was not changed, and is not an old one sent again: by the
 * Standard Webhooks. Within the tolerance the same may come twice: keep its id, and pass over one that is there.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class WebhookVerifier {

    /** How far the sender's clock may be from the receiver's, in either direction. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");
    private static final int LONGEST_HEADER = 8 * 1024;

    private final WebhookSignature signature;

    private WebhookVerifier(WebhookSignature signature) {
        this.signature = signature;
    }

    /**
     * A verifier.
     *
     * @param secrets any of which may have signed, each like {@code whsec_} and base64
     * @return the verifier
     * @throws IllegalArgumentException if one is no secret; the message does not show it
     */
    public static WebhookVerifier of(String... secrets) {
        return new WebhookVerifier(new WebhookSignature(List.of(secrets)));
    }

    /**
     * Whether a webhook is genuine.
     *
     * @param id the header {@code webhook-id}, or null if it is missing
     * @param timestamp the header {@code webhook-timestamp}, or null if it is missing
     * @param signatures the header {@code webhook-signature}, or null if it is missing
     * @param body the body's bytes as they came, before anything has read them
     * @param now the receiver's time
     * @return true if one of the signatures is right and the timestamp is not too far away
     */
    public boolean isGenuine(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now) {
        if (id == null || id.isEmpty() || timestamp == null || signatures == null) {
            return false;
        }
        if (!TIMESTAMP.matcher(timestamp).matches() || signatures.length() > LONGEST_HEADER) {
            return false;
        }
        long seconds = Long.parseLong(timestamp);
        Duration off = Duration.between(Instant.ofEpochSecond(seconds), now).abs();
        return off.compareTo(TOLERANCE) <= 0
                && signature
                        .signatures(id, seconds, body)
                        .map(expected -> isAmong(signatures, expected))
                        .reduce(false, Boolean::logicalOr);
    }

    private static boolean isAmong(String signatures, String expected) {
        byte[] right = expected.getBytes(StandardCharsets.UTF_8);
        boolean isAmong = false;
        for (String signature : signatures.split(" ", -1)) {
            // All are looked at, each in the same time.
            isAmong |= MessageDigest.isEqual(signature.getBytes(StandardCharsets.UTF_8), right);
        }
        return isAmong;
    }
}
