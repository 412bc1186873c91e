package io.toolgateway.testkit;

import io.toolgateway.proposal.IdSource;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Version 7 ids that grow strictly, within one process; their random end keeps two processes apart. */
public final class SequentialIds implements IdSource {

    /** The ids of this process. */
    public static final SequentialIds IDS = new SequentialIds();

    private final AtomicLong made = new AtomicLong();
    private final long start = SettableClock.START.toEpochMilli();
    private final SecureRandom random = new SecureRandom();

    private SequentialIds() {}

    @Override
    public UUID next() {
        long count = made.getAndIncrement();
        long high = (start + (count >> 12)) << 16 | 0x7000 | count & 0x0fff;
        return new UUID(high, random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L);
    }
}
