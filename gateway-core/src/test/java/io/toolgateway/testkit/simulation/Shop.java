package io.toolgateway.testkit.simulation;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import java.util.List;
import java.util.stream.Stream;

/** The tools of the histories, what may be done with them, and their rules. One registry for all: handlers ask who runs them. */
final class Shop {

    static final String TOKEN = "token";
    static final String DOCUMENT = "document";
    static final String AMOUNT = "amount";

    static final String PAY = "pay";
    static final String SET = "set";
    static final String LOOK = "look";
    static final String WIRE = "wire";
    static final String RARE = "rare";
    static final String PAY_NOW = "pay_now";
    static final String SET_NOW = "set_now";
    static final String PEEK = "peek";
    static final String PAY_BRIEFLY = "pay_briefly";
    static final String SET_BRIEFLY = "set_briefly";

    static final List<String> PARKED = List.of(PAY, SET, PAY, SET, LOOK, WIRE, RARE, PAY_BRIEFLY, SET_BRIEFLY);
    static final List<String> ALLOWED = List.of(PAY_NOW, SET_NOW, PAY_NOW, PEEK);
    static final List<String> DOCUMENTS = List.of("d1", "d2", "d3", "d4");

    static final String AGENT = "support_agent";
    static final String SUPERVISOR = "supervisor";
    static final String MANAGER = "manager";

    private static final String SCHEMA = """
            {"type":"object","properties":{"token":{"type":"string"},"document":{"type":"string"},
            "amount":{"type":"integer","minimum":1}},"required":["token","document","amount"],"additionalProperties":false}""";

    static final ToolRegistry TOOLS = ToolRegistry.of(tools().toArray(Tool[]::new));

    /** What a host that was deployed later or earlier has. */
    static final ToolRegistry FEWER_TOOLS =
            ToolRegistry.of(tools().filter(tool -> !tool.name().equals(RARE)).toArray(Tool[]::new));

    static final Policy POLICY = policy();

    private Shop() {}

    private static Policy policy() {
        Verdict.RequireApproval parked = Verdict.requireApproval(Approvers.byRole(SUPERVISOR))
                .escalatingTo(Approvers.byRole(MANAGER), Pace.UNDECIDED);
        return Policy.named("simulation", "1")
                .rule("allowed", Condition.tool(PAY_NOW, SET_NOW, PEEK), Verdict.allow())
                .rule("brief", Condition.tool(PAY_BRIEFLY, SET_BRIEFLY), parked.within(Pace.VALID_BRIEFLY))
                .rule("two", Condition.tool(WIRE), parked.from(2).within(Pace.VALID))
                .otherwise(parked.within(Pace.VALID));
    }

    private static Stream<Tool> tools() {
        return Stream.of(
                tool(PAY, Effect.NON_IDEMPOTENT),
                tool(SET, Effect.IDEMPOTENT),
                tool(LOOK, Effect.READ_ONLY),
                tool(WIRE, Effect.NON_IDEMPOTENT),
                tool(RARE, Effect.IDEMPOTENT),
                tool(PAY_NOW, Effect.NON_IDEMPOTENT),
                tool(SET_NOW, Effect.IDEMPOTENT),
                tool(PEEK, Effect.READ_ONLY),
                tool(PAY_BRIEFLY, Effect.NON_IDEMPOTENT),
                tool(SET_BRIEFLY, Effect.IDEMPOTENT));
    }

    private static Tool tool(String name, Effect effect) {
        ToolBuilder tool = Tool.named(name)
                .describedAs("Writes down that it ran.")
                .arguments(SCHEMA)
                .callableBy(AGENT)
                .onCallersThread()
                .within(Pace.TIME_LIMIT)
                .versionedBy(call -> Actor.current().world().surroundings().versionOf(call.text(DOCUMENT)));
        ToolBuilder of = switch (effect) {
            case READ_ONLY -> tool.readOnly();
            case IDEMPOTENT -> tool.idempotent();
            case NON_IDEMPOTENT -> tool;
        };
        return of.startedAtMost(name.equals(SET) ? 2 : 4)
                .handledBy(call -> new Handling(Actor.current(), call, effect).handle());
    }

    /** How many approvals a tool's calls need. */
    static int quorum(String tool) {
        return tool.equals(WIRE) ? 2 : 1;
    }

    static ToolCall call(String id, String tool, String token, String document, int amount) {
        return ToolCall.of(
                id, tool, "{\"token\":\"%s\",\"document\":\"%s\",\"amount\":%d}".formatted(token, document, amount));
    }
}
