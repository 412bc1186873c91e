package io.toolgateway.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.toolgateway.examples.Console;
import io.toolgateway.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C")
class SupportDeskTest {

    @Test
    void everyStoryIsATest() {
        List<String> tested = Stream.of(OrderStoriesTest.class, RefundStoriesTest.class, CancelStoriesTest.class)
                .flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(DisplayName.class))
                .map(method -> method.getAnnotation(DisplayName.class).value())
                .toList();

        assertThat(tested)
                .containsExactlyInAnyOrderElementsOf(
                        Stories.ALL.stream().map(Story::title).toList());
    }

    @Test
    @Tag("O2")
    @Tag("O3")
    void theProgramTellsEveryStoryAndThenTheRecordOfOneRequestAndTheFiguresOfAllTools() {
        List<String> lines = Console.linesOf(() -> SupportDesk.main(new String[0]));

        for (int i = 0; i < Stories.ALL.size(); i++) {
            assertThat(lines).contains((i + 1) + ". " + Stories.ALL.get(i).title());
        }
        int begin = lines.indexOf("{");
        String json = String.join("", lines.subList(begin, lines.indexOf("}") + 1));
        assertThat(Json.parseObject(json)).containsEntry("request_id", "req_abc123");
        assertThat(lines).contains("Request: req_abc123");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("process_refund "))
                .singleElement(STRING)
                .contains("|");
        assertThat(lines).last(STRING).startsWith("Approvals: ");
    }
}
