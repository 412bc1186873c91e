package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.schema.SchemaEngine;
import io.toolgateway.schema.SchemaRefusedException;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tools that MCP servers publish. Their annotations are hints of strangers: a host that registers a definition leaves them
 * out, and says itself what only reads.
 */
class McpToolsTest {

    private static final String SET = "mcp-tools";

    /** What a host might declare after reading the names: a tool that begins so only reads. */
    private static final Pattern READS = Pattern.compile("(get|list|search|read|find|retrieve)[-_].*");

    private final Caller caller = Caller.of("acme", "ann");
    private List<Map<String, @Nullable Object>> tools = List.of();

    @BeforeEach
    void read() {
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("mcp-tools/tools.jsonl")) {
            tools = rows.toList();
        }
        assertThat(tools).isNotEmpty();
    }

    @Test
    @Tag("P4")
    void everyPublishedSchemaIsTakenAsItIsByTheDefaultEngine() {
        List<String> refused = new ArrayList<>();
        for (Map<String, @Nullable Object> tool : tools) {
            try {
                SchemaEngine.everit().compile(schema(tool));
            } catch (SchemaRefusedException e) {
                refused.add(tool.get("name") + ": " + e.getMessage());
            }
        }

        Figures.row(SET, String.format("%d tools, %d refused by the default engine", tools.size(), refused.size()));
        assertThat(refused).isEmpty();
    }

    @Test
    @Tag("P1")
    void noToolRunsUnaskedBecauseOfAHint() {
        Trial trial = new Trial(contracts(tool -> false), Policy.safeDefault());

        Map<String, Integer> outcomes = new TreeMap<>();
        for (Map<String, @Nullable Object> tool : tools) {
            outcomes.merge(smallestCall(trial, tool).status(), 1, Integer::sum);
        }

        Figures.row(SET, "from definitions alone: " + outcomes + ", " + hinted() + " of them hinted as read-only");
        assertThat(hinted()).isPositive();
        // Every call is good enough to reach the policy, so that it is the policy that holds it back.
        assertThat(outcomes.keySet()).containsExactly("pending");
    }

    @Test
    @Tag("P1")
    void whatTheHostItselfDeclaresReadOnlyRunsAndNothingElse() {
        Predicate<String> declared = READS.asMatchPredicate();
        Trial trial = new Trial(contracts(declared), Policy.safeDefault());

        Set<String> ran = tools.stream()
                .filter(tool -> smallestCall(trial, tool) instanceof Outcome.Executed)
                .map(tool -> Trial.text(tool, "name"))
                .collect(Collectors.toSet());

        Set<String> reads = tools.stream()
                .map(tool -> Trial.text(tool, "name"))
                .filter(declared)
                .collect(Collectors.toSet());
        Figures.row(SET, String.format("declared read-only by the host: %d, ran: %d", reads.size(), ran.size()));
        assertThat(reads).isNotEmpty();
        assertThat(ran).isEqualTo(reads);
    }

    private Outcome smallestCall(Trial trial, Map<String, @Nullable Object> tool) {
        String arguments = Json.write(SmallestCall.of(schema(tool)));
        return trial.propose(ToolCall.of(Trial.text(tool, "name"), arguments), caller, Request.of("r"));
    }

    private List<ToolBuilder> contracts(Predicate<String> readOnly) {
        List<ToolBuilder> contracts = new ArrayList<>();
        for (Map<String, @Nullable Object> tool : tools) {
            ToolBuilder contract = Trial.contract(tool, "inputSchema");
            contracts.add(readOnly.test(Trial.text(tool, "name")) ? contract.readOnly() : contract);
        }
        return contracts;
    }

    private long hinted() {
        return tools.stream()
                .filter(tool -> tool.get("annotations") instanceof Map<?, ?> hints
                        && Boolean.TRUE.equals(hints.get("readOnlyHint")))
                .count();
    }

    private static Map<String, @Nullable Object> schema(Map<String, @Nullable Object> tool) {
        return Json.asObject(Objects.requireNonNull(tool.get("inputSchema")));
    }
}
