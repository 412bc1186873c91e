package io.toolgateway.notification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs by the Standard Webhooks: HMAC-SHA256 over {@code id.timestamp.body}, with every secret there is while they are being changed.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks 1.0</a>
 */
final class WebhookSignature {

    static final String VERSION = "v1,";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    /** The Standard Webhooks ask for 24 to 64. */
    private static final int SHORTEST_SECRET = 24;

    private static final int LONGEST_SECRET = 64;

    private final List<SecretKeySpec> keys;

    /** With secrets like {@code whsec_} and the base64 of 24 to 64 bytes; the prefix may be missing. */
    WebhookSignature(List<String> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a webhook is signed with one secret at least");
        }
        this.keys = secrets.stream().map(WebhookSignature::key).toList();
    }

    private static SecretKeySpec key(String secret) {
        String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Not with its message, which quotes the secret.
            bytes = new byte[0];
        }
        if (bytes.length < SHORTEST_SECRET || bytes.length > LONGEST_SECRET) {
            throw new IllegalArgumentException("a webhook's secret is whsec_ and the base64 of 24 to 64 bytes");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The value of the header webhook-signature. */
    String header(String id, long timestamp, byte[] body) {
        return signatures(id, timestamp, body).collect(Collectors.joining(" "));
    }

    Stream<String> signatures(String id, long timestamp, byte[] body) {
        byte[] start = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = ByteBuffer.allocate(start.length + body.length)
                .put(start)
                .put(body)
                .array();
        return keys.stream().map(key -> VERSION + Base64.getEncoder().encodeToString(mac(key, signed)));
    }

    private static byte[] mac(SecretKeySpec key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }
}
