package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the host's own functions answer or throw, nothing runs that nobody allowed, and nothing comes out of propose(). */
@SuppressWarnings({"NullAway", "DataFlowIssue"})
class HostFunctionsTest {

    private static final Policy ALLOWING = Policy.named("p", "1").otherwise(Verdict.allow());

    private final List<String> ran = new CopyOnWriteArrayList<>();

    private Tool tool(UnaryOperator<ToolBuilder> more) {
        ToolBuilder builder = Tool.named("t")
                .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}")
                .callableBy("agent")
                .approvableBy("supervisor");
        return more.apply(builder).handledBy(call -> {
            ran.add("t");
            return ToolResult.success();
        });
    }

    private static GatewayBuilder gateway(Tool tool) {
        return Gateway.builder().tools(ToolRegistry.of(tool)).policy(ALLOWING).withoutLogging();
    }

    private static <T> T thrown(Throwable cause) {
        HostFunctionsTest.<RuntimeException>sneak(cause);
        throw new AssertionError();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable cause) throws E {
        throw (E) cause;
    }

    private static Named<UnaryOperator<ToolBuilder>> named(String name, UnaryOperator<ToolBuilder> more) {
        return Named.of(name, more);
    }

    static Stream<Named<UnaryOperator<ToolBuilder>>> functionsOfATool() {
        return Stream.of(
                named("check gives null", tool -> tool.checkedBy(call -> null)),
                named("check overflows", tool -> tool.checkedBy(call -> thrown(new StackOverflowError()))),
                named("check breaks an assertion", tool -> tool.checkedBy(call -> thrown(new AssertionError()))),
                named(
                        "check throws unchecked what is checked",
                        tool -> tool.checkedBy(call -> thrown(new IOException()))),
                named("completion gives null", tool -> tool.completedBy(call -> null)),
                named("completion overflows", tool -> tool.completedBy(call -> thrown(new StackOverflowError()))),
                named(
                        "completion gives what is no JSON",
                        tool -> tool.completedBy(call -> Arguments.of(Map.of("n", new Object())))),
                named("version gives null", tool -> tool.versionedBy(call -> null)),
                named("version overflows", tool -> tool.versionedBy(call -> thrown(new StackOverflowError()))),
                named("permission overflows", tool -> tool.permittedWhen(call -> thrown(new StackOverflowError()))),
                named("permission throws checked", tool -> tool.permittedWhen(call -> thrown(new IOException()))));
    }

    @ParameterizedTest
    @Tag("P5")
    @MethodSource("functionsOfATool")
    void aFunctionOfAToolThatGivesNoAnswerRefusesTheCall(UnaryOperator<ToolBuilder> function) {
        Outcome outcome = gateway(tool(function)).build().propose(ToolCall.of("t", "{\"n\":1}"), AGENT);

        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(ran).isEmpty();
    }

    static Stream<Named<Policy>> policies() {
        return Stream.of(
                Named.of("gives null", request -> null),
                Named.of("gives a decision without a verdict", request -> new Decision(null, List.of(), "p", "1")),
                Named.of("overflows", request -> thrown(new StackOverflowError())),
                Named.of("throws checked", request -> thrown(new IOException())));
    }

    @ParameterizedTest
    @Tag("P7")
    @MethodSource("policies")
    void aPolicyThatGivesNoAnswerRefusesReadsAndWrites(Policy policy) {
        for (Tool tool : List.of(tool(ToolBuilder::readOnly), tool(write -> write))) {
            Outcome outcome = gateway(tool).policy(policy).build().propose(ToolCall.of("t", "{}"), AGENT);

            assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        }
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("P12")
    void aGuardrailThatGivesNoAnswerRefuses() {
        Tool tool = tool(write -> write);
        assertThat(gateway(tool).guardrail("g", request -> null).build().propose(ToolCall.of("t", "{}"), AGENT))
                .isInstanceOf(Outcome.Denied.class);
        assertThat(gateway(tool)
                        .guardrail("g", request -> thrown(new StackOverflowError()))
                        .build()
                        .propose(ToolCall.of("t", "{}"), AGENT))
                .isInstanceOf(Outcome.Denied.class);
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("P12")
    void aSecondGuardrailOfTheSameNameDoesNotSilentlyTakeThePlaceOfTheFirst() {
        GatewayBuilder builder = gateway(tool(write -> write)).guardrail("g", request -> Verdict.deny("no."));

        assertThatThrownBy(() -> builder.guardrail("g", request -> Verdict.allow()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("g");
    }

    @Test
    @Tag("A3")
    void whatACompletionKeepsAHandOnDoesNotChangeWhatWasApproved() {
        Map<String, Object> kept = new HashMap<>(Map.of("n", 1L));
        Tool tool = Tool.named("t")
                .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}")
                .callableBy("agent")
                .completedBy(call -> Arguments.of(kept))
                .handledBy(call -> {
                    ran.add(call.decimal("n").toPlainString());
                    return ToolResult.success();
                });
        Gateway gateway = gateway(tool)
                .policy(Policy.named("p", "1").otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))))
                .build();
        Outcome outcome = gateway.propose(ToolCall.of("t", "{}"), AGENT);
        var item = gateway.approvals().pending(SUPERVISOR).get(0);
        kept.put("n", 1_000_000L);
        gateway.approvals().approve(outcome.proposalId(), item.hash(), SUPERVISOR);
        gateway.executor().runOnce();

        assertThat(ran).containsExactly("1");
    }

    @Test
    @Tag("E2")
    @Tag("I16")
    void aCheckBeforeAStartThatBreaksOffHarmsNoWorker() throws Exception {
        AtomicReference<Throwable> broken = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Tool tool = Tool.named("t")
                .callableBy("agent")
                .approvableBy("supervisor")
                .permittedWhen(call -> broken.get() == null || HostFunctionsTest.<Boolean>thrown(broken.get()))
                .handledBy(call -> {
                    done.countDown();
                    return ToolResult.success();
                });
        Gateway gateway = gateway(tool).policy(Policy.safeDefault()).build();
        for (Throwable cause : List.of(new StackOverflowError(), new IOException(), new AssertionError())) {
            broken.set(null);
            Outcome outcome = approved(gateway);
            broken.set(cause);
            gateway.executor().runOnce();
            assertThat(gateway.outcome(outcome.proposalId(), AGENT).orElseThrow())
                    .isInstanceOf(Outcome.InProgress.class);
            assertThat(done.getCount()).isEqualTo(1);
        }
        broken.set(null);
        approved(gateway);
        gateway.executor().runOnce();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Tag("F24")
    @Tag("I16")
    void aHandlerThatLeavesAnInterruptBehindDoesNotEndItsWorker() throws Exception {
        CountDownLatch second = new CountDownLatch(2);
        Tool tool = Tool.named("t")
                .callableBy("agent")
                .approvableBy("supervisor")
                .handledBy(call -> {
                    second.countDown();
                    throw new InterruptedException();
                });
        Gateway gateway = gateway(tool)
                .policy(Policy.safeDefault())
                .executor(ExecutorOptions.defaults().withThreads(1))
                .build();
        gateway.executor().start();
        approved(gateway);
        while (second.getCount() == 2) {
            Thread.onSpinWait();
        }
        approved(gateway);

        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
        gateway.close();
    }

    private static Outcome approved(Gateway gateway) {
        Outcome outcome = gateway.propose(ToolCall.of("t", "{}"), AGENT);
        var item = gateway.approvals().pending(SUPERVISOR).get(0);
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        return outcome;
    }

    @Test
    @Tag("P6")
    void aBuilderUsedTwiceAsksForTheCallersOfADurableStore() {
        GatewayBuilder builder = gateway(tool(write -> write));
        builder.build();

        assertThatThrownBy(() -> builder.store(new DurableStore()).build()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("P3")
    void aToolThatDestroysAndOnlyReadsIsRefused() {
        assertThatThrownBy(() -> tool(tool -> tool.readOnly().destructive())).isInstanceOf(IllegalStateException.class);
    }
}
