package io.toolgateway.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.examples.Console;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickstartTest {

    @Test
    void printsWhatBecameOfAnInvalidASmallAndALargeRefund() {
        List<String> lines = Console.linesOf(() -> Quickstart.main(new String[0]));

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("invalid: ").contains("/order_id: must match the pattern ^ORD-[0-9]{5}$");
        assertThat(lines.get(1)).isEqualTo("executed: 20 dollars of ORD-00001 are refunded.");
        assertThat(lines.get(2))
                .startsWith("pending: Prepared, and nothing has been changed yet. It waits for approval by"
                        + " supervisor until ");
        assertThat(lines.get(3)).isEqualTo("executed: 900 dollars of ORD-00002 are refunded.");
    }
}
