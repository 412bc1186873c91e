package io.toolgateway;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Idempotency keys for reads: they protect nothing, so they are only unique and of the right form, and cheap. */
final class ReadKeys {

    private final String prefix =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final AtomicLong count = new AtomicLong();

    String next() {
        return prefix + HexFormat.of().toHexDigits(count.incrementAndGet());
    }
}
