package io.toolgateway.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProposalIdTest {

    @Test
    void idsAreOrderedAsDatabasesOrderThem() {
        ProposalId low = ProposalId.of("00000000-0000-0000-0000-000000000001");
        ProposalId middle = ProposalId.of("7fffffff-ffff-ffff-ffff-ffffffffffff");
        ProposalId high = ProposalId.of("ffffffff-ffff-ffff-0000-000000000000");

        assertThat(low).isLessThan(middle);
        assertThat(middle).isLessThan(high);
        assertThat(high).isLessThan(ProposalId.of("ffffffff-ffff-ffff-8000-000000000000"));
        assertThat(high).isEqualByComparingTo(high);
        assertThat(ProposalId.of(high.toString())).isEqualTo(high);
    }

    @Test
    void aTextThatIsNoIdIsRefused() {
        assertThatThrownBy(() -> ProposalId.of("1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsAreOfVersionSevenAndGrowWithTime() {
        SettableClock clock = new SettableClock();
        IdSource ids = IdSource.uuidV7(clock);
        Set<UUID> seen = new HashSet<>();
        ProposalId last = new ProposalId(new UUID(0, 0));
        for (int i = 0; i < 10_000; i++) {
            clock.advance(Duration.ofMillis(1));
            UUID id = ids.next();
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.millis());
            assertThat(new ProposalId(id)).isGreaterThan(last);
            assertThat(seen.add(id)).isTrue();
            last = new ProposalId(id);
        }
    }
}
