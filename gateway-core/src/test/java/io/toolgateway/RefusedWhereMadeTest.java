package io.toolgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.Problem;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.caller.TenantId;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.ProposedTool;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Topic;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no store can hold is refused when it is made, not when it is stored; words for people are mended instead. */
@Tag("S3")
class RefusedWhereMadeTest {

    private static final Caller ANN = Caller.of("acme", "ann");
    private static final Duration HOUR = Duration.ofHours(1);

    static Stream<Arguments> names() {
        ExecutorOptions defaults = ExecutorOptions.defaults();
        return Stream.of(
                name("tenant", TenantId::of),
                name("user", text -> Caller.of("acme", text)),
                name("role", text -> ANN.withRoles(text)),
                name("attribute's name", text -> ANN.withAttribute(text, "x")),
                name("attribute 'a'", text -> ANN.withAttribute("a", text)),
                name("service account", ANN::through),
                name("IP address", ANN::at),
                name("request id", Request::of),
                name("conversation id", text -> Request.of("r").inConversation(text)),
                name("request key", text -> Request.of("r").keyedBy(text)),
                name("role", text -> Tool.named("t").callableBy("a", text)),
                name("role", text -> Tool.named("t").approvableBy(text)),
                name("role", Approvers::byRole),
                name("policy's name", text -> Policy.named(text, "1")),
                name("policy's version", text -> Policy.named("p", text)),
                name("rule's name", text -> Policy.named("p", "1").rule(text, Condition.readsOnly(), Verdict.allow())),
                name("rule's name", text -> new Decision(Verdict.allow(), List.of("a", text), "p", "1")),
                name("policy's name", text -> new Decision(Verdict.allow(), List.of(), text, "1")),
                name("policy's version", text -> new Decision(Verdict.allow(), List.of(), "p", text)),
                name("guardrail's name", text -> Gateway.builder().guardrail(text, request -> Verdict.allow())),
                name("call's id", text -> new Origin(ANN, Request.of("r"), text, null, null)),
                name("tool's name", text -> new ProposedTool(text, "1", Effect.READ_ONLY, false, 1)),
                name("tool's version", text -> new ProposedTool("t", text, Effect.READ_ONLY, false, 1)),
                name("worker's name", text -> new Change.Claim(text, HOUR)),
                name("actor", text -> new Change.Widen(List.of(), text, 1)),
                name("worker's name", text -> new ClaimRequest(UUID.randomUUID(), text, Set.of("t"), 1, HOUR)),
                name("tool's name", text -> new ClaimRequest(UUID.randomUUID(), "w", Set.of(text), 1, HOUR)),
                name("limit's key", text -> new SideEffect.Reserve(text, BigDecimal.ONE, BigDecimal.ONE)),
                name("topic's name", text -> new Topic("webhook", TenantId.of("acme"), text)),
                name(
                        "message's body",
                        text -> new SideEffect.Send(
                                UUID.randomUUID(),
                                new Topic("webhook", TenantId.of("acme"), "t"),
                                text,
                                Instant.EPOCH)),
                name("worker's name", defaults::named));
    }

    private static Arguments name(String what, Consumer<String> maker) {
        return Arguments.of(what, maker);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void aNameIsRefused(String what, Consumer<String> maker) {
        maker.accept("\uFFFE\uFFFF\uD83D\uDE00'; --");

        requireRefused(
                () -> maker.accept("a\u0000b"), "the " + what + " has U+0000 at character 2, which no store can hold");
        requireRefused(
                () -> maker.accept("ab\uD800"),
                "the " + what + " has half of a surrogate pair at character 3, which no store can hold");
        requireRefused(
                () -> maker.accept("\uDC00"),
                "the " + what + " has half of a surrogate pair at character 1, which no store can hold");
    }

    private static void requireRefused(Runnable making, String message) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessage(message);
    }

    static Stream<Arguments> words() {
        return Stream.of(
                words(text -> Request.of("r").saying(text).userText()),
                words(text -> ((Verdict.Deny) Verdict.deny(text)).reason()),
                words(text -> new Change.Reject(ANN, text).note()),
                words(text -> new Change.Withdraw(ANN, text).note()),
                words(text -> new Change.Resolve(ANN, Resolution.Kind.CONFIRMED_EXECUTED, text).note()),
                words(text -> new Origin(ANN, Request.of("r"), null, text, null).summary()),
                words(text -> new Origin(ANN, Request.of("r"), null, null, text).rawCall()),
                words(text -> Execution.broke(text, HOUR).error()),
                words(text -> Problem.of(ErrorKind.LIMIT, text, "").code()),
                words(text -> Problem.of(ErrorKind.LIMIT, "", text).message()),
                words(text -> new Problem(ErrorKind.LIMIT, "", "", List.of(text))
                        .pointers()
                        .get(0)),
                words(text -> ToolResult.failure(text, "").errorCode()),
                words(text -> ToolResult.transientFailure("", text).message()),
                words(text -> ToolResult.pending(text).message()),
                words(text -> ToolResult.success().withId(text).id()));
    }

    private static Arguments words(UnaryOperator<String> maker) {
        return Arguments.of(maker);
    }

    @ParameterizedTest
    @MethodSource("words")
    void wordsAreMended(UnaryOperator<String> maker) {
        assertThat(maker.apply("a\u0000b\uD800\uD83D\uDE00\uDC00")).isEqualTo("a\uFFFDb\uFFFD\uD83D\uDE00\uFFFD");
        assertThat(maker.apply("\uFFFE\uFFFF'; --")).isEqualTo("\uFFFE\uFFFF'; --");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"properties\":{\"a\":{\"default\":\"x\\u0000\"}}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"default\":[{\"\\u0000\":1}]}}}",
                "{\"type\":\"object\",\"properties\":{\"\\u0000\":{\"default\":1}}}"
            })
    void aDefaultThatNoArgumentCanBeIsRefusedWithItsTool(String schema) {
        Tool tool = Tool.named("t").arguments(schema).handledBy(call -> ToolResult.success());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolRegistry.of(tool))
                .withMessageContaining("tool 't'")
                .withMessageContaining("U+0000");
    }

    @Test
    void aTimeThatNoStoreHasADateForIsRefused() {
        Duration tooLong = Duration.ofDays(36_526);

        requireRefused(
                () -> Verdict.requireApproval().within(tooLong),
                "the time in which an approval stays possible may be a hundred years at most");
        requireRefused(() -> Tool.named("t").within(tooLong), "the time limit may be a hundred years at most");
        assertThat(Verdict.requireApproval().within(Duration.ofDays(36_525)).validFor())
                .isEqualTo(Duration.ofDays(36_525));
    }

    @Test
    void aCostThatNoStoreCanHoldIsRefusedWithItsTool() {
        requireRefused(
                () -> Tool.named("t").costingAtMost(new BigDecimal("1e100000")),
                "the cost has more than 1000 digits or a power of ten beyond 308, which not every store can hold");
    }
}
