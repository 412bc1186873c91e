package io.toolgateway.examples.benchmarks;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;

/**
 * What a call costs in process, next to what others pay for the same tool and arguments in the same run. The others do not
 * validate, judge or record; the gateway does all three.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-Xmn2g", "-XX:+UseSerialGC"})
public class ProposeBenchmark {

    static final String ARGUMENTS =
            "{\"order_id\":\"ORD-12345\",\"amount\":129.95,\"reason\":\"defective\",\"note\":\"arrived broken\"}";

    private static final String SCHEMA =
            """
            {"type":"object","properties":{
              "order_id":{"type":"string","pattern":"^ORD-[0-9]{5}$"},
              "amount":{"type":"number","minimum":0.01,"maximum":10000},
              "reason":{"type":"string","enum":["customer_request","defective","wrong_item","late_delivery","other"]},
              "note":{"type":"string","maxLength":200}},
             "required":["order_id","reason"],"additionalProperties":false}""";

    private final Caller agent = Caller.of("acme", "ann").withRoles("support_agent");
    private final Request request = Request.of("req-1");
    private Gateway gateway;
    private DefaultToolExecutor langChain4j;
    private final ToolExecutionRequest langChain4jRequest = ToolExecutionRequest.builder()
            .id("call_1")
            .name("refund")
            .arguments(ARGUMENTS)
            .build();
    private ToolCallback springAiCallback;
    private ToolCallingManager springAiManager;
    private Prompt springAiPrompt;
    private ChatResponse springAiResponse;

    /** The tool as the two frameworks take it. */
    public static final class Refunds {

        @dev.langchain4j.agent.tool.Tool("Refund an order")
        @org.springframework.ai.tool.annotation.Tool(name = "refund", description = "Refund an order")
        public String refund(
                @P("order_id") String order_id, @P("amount") double amount, @P("reason") String reason, @P("note") String note) {
            return "REF-1";
        }
    }

    @Setup
    public void others() throws NoSuchMethodException {
        Refunds refunds = new Refunds();
        langChain4j = new DefaultToolExecutor(
                refunds,
                Refunds.class.getMethod("refund", String.class, double.class, String.class, String.class));
        ToolCallback[] callbacks = ToolCallbacks.from(refunds);
        springAiCallback = callbacks[0];
        springAiManager = DefaultToolCallingManager.builder().build();
        springAiPrompt = new Prompt(
                "refund it", DefaultToolCallingChatOptions.builder().toolCallbacks(callbacks).build());
        springAiResponse = new ChatResponse(List.of(new Generation(AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", "refund", ARGUMENTS)))
                .build())));
    }

    /** The in-memory store keeps what was recorded, so each iteration begins with an empty one. */
    @Setup(Level.Iteration)
    public void gateway() {
        gateway = Gateway.builder()
                .tools(ToolRegistry.of(
                        refund("read_refund").readOnly().handledBy(call -> ToolResult.success("REF-1")),
                        refund("small_refund").idempotent().handledBy(call -> ToolResult.success("REF-1")),
                        refund("large_refund").idempotent().handledBy(call -> ToolResult.success("REF-1"))))
                .policy(Policy.named("benchmark", "1")
                        .rule("reads pass", readsOnly(), allow())
                        .rule(
                                "small refunds pass",
                                io.toolgateway.policy.Condition.tool("small_refund")
                                        .and(argument("amount").atMost("500")),
                                allow())
                        .otherwise(requireApproval(byRole("supervisor"))))
                .withoutLogging()
                .build();
    }

    private static ToolBuilder refund(String name) {
        return Tool.named(name).describedAs("Refund an order").arguments(SCHEMA).callableBy("support_agent");
    }

    @Benchmark
    public Outcome gatewayAllowsRead() {
        return gateway.propose(ToolCall.of("call_1", "read_refund", ARGUMENTS), agent, request);
    }

    @Benchmark
    public Outcome gatewayAllowsWrite() {
        return gateway.propose(ToolCall.of("call_1", "small_refund", ARGUMENTS), agent, request);
    }

    @Benchmark
    public Outcome gatewayParks() {
        return gateway.propose(ToolCall.of("call_1", "large_refund", ARGUMENTS), agent, request);
    }

    @Benchmark
    public String langChain4jToolExecutor() {
        return langChain4j.execute(langChain4jRequest, "memory");
    }

    @Benchmark
    public String springAiToolCallback() {
        return springAiCallback.call(ARGUMENTS);
    }

    @Benchmark
    public Object springAiToolCallingManager() {
        return springAiManager.executeToolCalls(springAiPrompt, springAiResponse);
    }
}
