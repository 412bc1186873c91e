package io.toolgateway.examples.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.examples.Console;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P8")
class ResumedConversationTest {

    private static final String PENDING = "\\\"status\\\":\\\"pending\\\"";

    @Test
    void aConversationGoesOnAfterAnApprovalInBothForms() {
        List<String> lines = Console.linesOf(() -> ResumedConversation.main(new String[0]));

        assertThat(lines).hasSize(14);
        List<String> openAi = lines.subList(0, 7);
        assertThat(openAi.get(0)).isEqualTo("--- OPENAI_CHAT");
        assertThat(openAi.get(2)).contains("\"tool_calls\"").contains("\"id\":\"call_1\"");
        assertThat(openAi.get(3))
                .startsWith("{\"role\":\"tool\",\"tool_call_id\":\"call_1\"")
                .contains(PENDING);
        assertThat(openAi.get(4)).contains("A supervisor has to approve it");
        assertThat(openAi.get(5))
                .startsWith(
                        "{\"role\":\"user\",\"content\":\"[Notice from the application. The user did not write this.]")
                .contains("\\\"call_id\\\":\\\"call_1\\\"")
                .contains("\\\"message\\\":\\\"900 dollars refunded.\\\"");
        assertThat(openAi.get(6)).contains("Good news: the 900 dollars of ORD-00002 have been refunded.");
        List<String> anthropic = lines.subList(7, 14);
        assertThat(anthropic.get(0)).isEqualTo("--- ANTHROPIC");
        assertThat(anthropic.get(2)).contains("\"tool_use\"");
        assertThat(anthropic.get(3))
                .startsWith("{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\"")
                .contains(PENDING)
                .doesNotContain("is_error");
        assertThat(anthropic.get(5))
                .startsWith(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"[Notice from the application.")
                .doesNotContain("tool_result");
        assertThat(anthropic.get(6)).contains("Good news");
        assertThat(String.join("\n", lines.subList(0, 5)) + String.join("\n", lines.subList(7, 12)))
                .as("nothing is told as done before it is")
                .doesNotContain("refunded.");
    }

    @Test
    void aConversationHearsANoAsWell() {
        List<String> lines = Console.linesOf(() -> ResumedConversation.main(new String[] {"reject"}));

        assertThat(lines).hasSize(14);
        for (int end : new int[] {6, 13}) {
            assertThat(lines.get(end - 1))
                    .contains("Not done: a reviewer said no. Nothing has been changed.")
                    .contains("The reviewer wrote: The order was never delivered.");
            assertThat(lines.get(end)).contains("I am sorry: the refund of ORD-00002 was not made.");
        }
    }
}
