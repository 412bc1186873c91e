package io.toolgateway.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A24")
class UuidV7Test {

    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final IdSource ids = IdSource.uuidV7(clock);

    @Test
    void eachIsLargerThanTheOneBeforeWithinAMillisecondAndWhenTheClockStepsBack() {
        ProposalId last = new ProposalId(ids.next());
        for (int i = 0; i < 200_000; i++) {
            if (i % 1_000 == 0) {
                millis.addAndGet(i % 3_000 == 0 ? -5 : 7);
            }
            ProposalId next = new ProposalId(ids.next());
            assertThat(next.compareTo(last)).isPositive();
            assertThat(next.value().version()).isEqualTo(7);
            assertThat(next.value().variant()).isEqualTo(2);
            last = next;
        }
    }

    @Test
    void itBeginsWithTheTime() {
        assertThat(ids.next().getMostSignificantBits() >>> 16).isEqualTo(millis.get());
    }

    @Test
    void stepsWithinAMillisecondAreNotAlike() {
        Set<Long> steps = new HashSet<>();
        UUID last = ids.next();
        for (int i = 0; i < 1_000; i++) {
            UUID next = ids.next();
            steps.add(next.getLeastSignificantBits() - last.getLeastSignificantBits());
            last = next;
        }
        assertThat(steps).hasSizeGreaterThan(990);
    }
}
