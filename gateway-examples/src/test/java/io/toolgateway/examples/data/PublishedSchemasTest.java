package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.schema.SchemaEngine;
import io.toolgateway.schema.SchemaRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools as their authors publish them: nearly all register with the default engine, and a refusal names what and where. */
@Tag("P4")
class PublishedSchemasTest {

    @ParameterizedTest
    @CsvSource({"mcp-tools,inputSchema", "agentdojo,parameters", "tau2,parameters"})
    void publishedToolsRegisterAsTheyAre(String set, String member) {
        List<String> refused = new ArrayList<>();
        int[] tools = new int[1];
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows(set + "/tools.jsonl")) {
            rows.forEach(row -> {
                tools[0]++;
                try {
                    SchemaEngine.everit().compile(Json.write(Objects.requireNonNull(row.get(member))));
                } catch (SchemaRefusedException e) {
                    assertThat(e.keyword()).isNotEmpty();
                    refused.add(row.get("name") + ": " + e.getMessage());
                }
            });
        }

        Figures.row("published schemas", set + ": " + tools[0] + " tools, refused " + refused.size() + " " + refused);
        assertThat(refused).hasSizeLessThanOrEqualTo(tools[0] / 10);
    }
}
