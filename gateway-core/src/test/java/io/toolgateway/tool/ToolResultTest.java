package io.toolgateway.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("E6")
@Tag("F27")
class ToolResultTest {

    record Order(String id, double total) {}

    @Test
    void takesRecordsMapsListsAndNumbersAsData() {
        assertThat(ToolResult.success(List.of(new Order("a", 9.5), Map.of("n", 1)))
                        .data())
                .isEqualTo(List.of(Map.of("id", "a", "total", new java.math.BigDecimal("9.5")), Map.of("n", 1L)));
    }

    @Test
    void dataWithoutAJsonFormMakesNoFailureOfWhatWasDone() {
        assertThat(ToolResult.success(Map.of("thread", Thread.currentThread())).data())
                .isEqualTo(Map.of("unreadable_result", "no JSON form for java.lang.Thread at '/thread'"));
        assertThat(ToolResult.success(Double.NaN).status()).isEqualTo(ToolResult.Status.SUCCESS);
        assertThat(ToolResult.success("\uD800").data()).asString().contains("unreadable_result");
    }

    @Test
    void dataThatHoldsItselfIsNotFollowedForEver() {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);

        assertThat(ToolResult.success(cyclic).data()).asString().contains("nested deeper");
    }

    @Test
    void itsTextNeverShowsItsData() {
        assertThat(ToolResult.success("SECRET").withMessage("SECRET").toString())
                .doesNotContain("SECRET");
    }
}
