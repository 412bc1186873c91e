package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.schema.SchemaEngine;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A gateway over recorded tools whose handlers only count, so that what ran is known and not taken from the outcome. */
final class Trial {

    static final String REVIEWER = "reviewer";

    private final Gateway gateway;
    private int runs;

    Trial(List<ToolBuilder> tools, Policy policy) {
        List<Tool> counted = tools.stream()
                .map(tool -> tool.handledBy(call -> {
                    runs++;
                    return ToolResult.success();
                }))
                .toList();
        this.gateway = Gateway.builder()
                .tools(ToolRegistry.of(SchemaEngine.everit(), counted))
                .policy(policy)
                .withoutLogging()
                .build();
    }

    /** A recorded definition as a contract: name, description and schema, open to every caller, effect left at the default. */
    static ToolBuilder contract(Map<String, @Nullable Object> row, String schema) {
        return Tool.named(text(row, "name"))
                .describedAs(row.get("description") instanceof String description ? description : "")
                .arguments(Json.write(row.get(schema)))
                .callableByAnyone()
                .approvableBy(REVIEWER);
    }

    /** Proposes one call. A handler must have run once if the outcome says so, and not at all if it does not. */
    Outcome propose(ToolCall call, Caller caller, Request request) {
        int before = runs;
        Outcome outcome = gateway.propose(call, caller, request);
        assertThat(runs - before)
                .as("starts of the handler of a call told as %s", outcome.status())
                .isEqualTo(outcome instanceof Outcome.Executed ? 1 : 0);
        return outcome;
    }

    /** The text in a member of a recorded row. */
    static String text(Map<String, @Nullable Object> row, String member) {
        return (String) Objects.requireNonNull(row.get(member), member);
    }
}
