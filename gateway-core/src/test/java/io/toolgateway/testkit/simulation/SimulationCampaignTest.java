package io.toolgateway.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link SimulationTest}, with as many histories as for a release. */
@Tag("campaign")
@Tag("E7")
@Tag("E8")
@ExtendWith(WithoutLogging.class)
class SimulationCampaignTest {

    private static final int HISTORIES = 100_000;

    @Test
    void noHistoryBreaksAnInvariant() {
        Histories histories = Histories.from(Histories.firstSeed(), Histories.count(HISTORIES));

        System.out.println(histories.figures());
        assertThat(histories.stories()).as(histories.figures()).isEmpty();
    }
}
