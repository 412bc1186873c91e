package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.postgres.Snapshot.Span;
import org.junit.jupiter.api.Test;

/** Which transactions one snapshot has not seen and a later one may have. */
class SnapshotTest {

    @Test
    void whatRanThenAndWhatBeganSince() {
        assertThat(Snapshot.of("100:110:103,107").until(Snapshot.of("105:120:")))
                .containsExactly(new Span(103, 104), new Span(107, 108), new Span(110, 120));
    }

    @Test
    void whereNothingRanAndNothingBeganThereIsNothing() {
        assertThat(Snapshot.of("110:110:").until(Snapshot.of("110:110:"))).isEmpty();
    }

    @Test
    void whatStillRunsIsAskedForAgain() {
        assertThat(Snapshot.of("103:110:103").until(Snapshot.of("103:110:103"))).containsExactly(new Span(103, 104));
    }
}
