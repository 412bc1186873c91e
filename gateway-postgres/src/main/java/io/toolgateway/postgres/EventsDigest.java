package io.toolgateway.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Adds up events in their order: SHA-256 over the transaction, the number and the hash of each.
 *
 * <p>Threads: confined to one.
 */
final class EventsDigest {

    private final MessageDigest digest;
    private long count;

    EventsDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    void add(long transaction, long number, String hash) {
        String event = transaction + "|" + number + "|" + hash.length() + "|" + hash;
        digest.update(event.getBytes(StandardCharsets.UTF_8));
        count++;
    }

    long count() {
        return count;
    }

    /** Of all that was added; nothing can be added afterwards. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
