package io.toolgateway;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Idempotency keys for reads: they protect nothing, so they are only unique, of the right form, and written when asked for. */
final class ReadKeys {

    private final String prefix =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final AtomicLong count = new AtomicLong();

    long next() {
        return count.incrementAndGet();
    }

    String key(long number) {
        return prefix + HexFormat.of().toHexDigits(number);
    }
}
