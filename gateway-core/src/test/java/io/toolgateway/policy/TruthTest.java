package io.toolgateway.policy;

import static io.toolgateway.policy.Truth.FALSE;
import static io.toolgateway.policy.Truth.TRUE;
import static io.toolgateway.policy.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kleene's tables, written out. */
@Tag("P7")
class TruthTest {

    @ParameterizedTest
    @CsvSource({
        "TRUE, TRUE, TRUE, TRUE",
        "TRUE, FALSE, FALSE, TRUE",
        "TRUE, UNKNOWN, UNKNOWN, TRUE",
        "FALSE, TRUE, FALSE, TRUE",
        "FALSE, FALSE, FALSE, FALSE",
        "FALSE, UNKNOWN, FALSE, UNKNOWN",
        "UNKNOWN, TRUE, UNKNOWN, TRUE",
        "UNKNOWN, FALSE, FALSE, UNKNOWN",
        "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN"
    })
    void andAndOrFollowTheTable(Truth left, Truth right, Truth and, Truth or) {
        assertThat(left.and(right)).isEqualTo(and);
        assertThat(left.or(right)).isEqualTo(or);
    }

    @ParameterizedTest
    @CsvSource({"TRUE, FALSE", "FALSE, TRUE", "UNKNOWN, UNKNOWN"})
    void notFollowsTheTable(Truth truth, Truth not) {
        assertThat(truth.not()).isEqualTo(not);
    }

    @ParameterizedTest
    @CsvSource({"true, TRUE", "false, FALSE"})
    void whatIsKnownIsNeverUnknown(boolean holds, Truth truth) {
        assertThat(Truth.of(holds)).isEqualTo(truth).isIn(TRUE, FALSE).isNotEqualTo(UNKNOWN);
    }
}
