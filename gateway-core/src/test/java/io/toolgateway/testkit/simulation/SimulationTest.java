package io.toolgateway.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeded histories of the real classes: nothing that is promised is broken in any. {@code -Dsimulation.seed=7} plays that one
 * alone, {@code -Dsimulation.histories=500} so many from there on.
 */
@Tag("E7")
@Tag("E8")
@ExtendWith(WithoutLogging.class)
class SimulationTest {

    private static final int HISTORIES = 2_000;

    /** What has to have happened, or the histories are too tame. */
    private static final List<String> MOVES = List.of(
            "T1", "T2", "T4", "T4v", "T5", "T5w", "T6", "T7", "T8", "T9", "T11", "T13", "T14", "T15", "T16", "T17");

    private static final List<String> ENDINGS = List.of(
            "args_changed",
            "chain_aborted",
            "handler_error",
            "handler_failed",
            "late_result",
            "not_entitled",
            "outcome_unknown",
            "stale_state",
            "tool_off");

    @Test
    void noHistoryBreaksAnInvariant() {
        long count = Histories.count(HISTORIES);
        Histories histories = Histories.from(Histories.firstSeed(), count);

        System.out.println(histories.figures());
        assertThat(histories.stories()).as(histories.figures()).isEmpty();
        if (count >= HISTORIES) {
            assertThat(histories.moves().keySet()).containsAll(MOVES).containsAll(ENDINGS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void theSameSeedIsTheSameHistory(long seed) {
        List<String> once = Simulation.traced(seed).trace();

        assertThat(once).hasSizeGreaterThan(50);
        assertThat(Simulation.traced(seed).trace()).isEqualTo(once);
    }

    @Test
    void anotherSeedIsAnotherHistory() {
        List<List<String>> traces = new ArrayList<>();
        for (long seed = 1; seed <= 10; seed++) {
            traces.add(Simulation.traced(seed).trace());
        }

        assertThat(traces).doesNotHaveDuplicates();
    }
}
