package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can never succeed together is not put before a reviewer: each write of a chain moves the version that a later one stands on. */
@Tag("A6")
@Tag("E3")
class SameResourceTest {

    private static final String ARGUMENTS = """
            {"type":"object","properties":{"order":{"type":"string"},"what":{"type":"string"}},"required":["order"]}""";

    private final Map<String, Integer> versions = new ConcurrentHashMap<>();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final Function<Call, String> etag = call -> "v" + versions.getOrDefault(call.text("order"), 1);

    private ToolBuilder writing(String name) {
        return Tool.named(name)
                .arguments(ARGUMENTS)
                .callableBy("agent")
                .acceptingResultIn("order")
                .compensatedBy((call, done) -> ToolResult.success());
    }

    private ToolResult write(Invocation call) {
        if (call.resourceVersion() != null && !call.resourceVersion().equals(etag.apply(call))) {
            return ToolResult.stale();
        }
        versions.merge(call.text("order"), 2, (was, two) -> was + 1);
        ran.add(call.tool() + " " + call.text("order"));
        return ToolResult.success().withId(call.text("order"));
    }

    private Gateway gateway(Tool... tools) {
        return Gateway.builder()
                .tools(ToolRegistry.of(tools))
                .policy(Policy.named("p", "1")
                        .rule("free", tool("free"), Verdict.allow())
                        .otherwise(Verdict.requireApproval(byRole("supervisor"))))
                .withoutLogging()
                .build();
    }

    private static ToolCall call(String tool, String order, String what) {
        return ToolCall.of(tool, "{\"order\":\"" + order + "\",\"what\":\"" + what + "\"}");
    }

    private static List<Outcome> propose(Gateway gateway, ToolCall... calls) {
        return gateway.propose(List.of(calls), AGENT, Request.of("r").keyedBy("k"));
    }

    private static void approveAndRun(Gateway gateway) {
        ReviewItem item = gateway.approvals().pending(SUPERVISOR).get(0);
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        while (gateway.executor().runOnce() > 0) {
            // until nothing is left to do
        }
    }

    private void requireRefused(Gateway gateway, List<Outcome> outcomes) {
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Denied.class,
                                denied -> assertThat(denied.code()).isEqualTo("same_resource")));
        assertThat(outcomes.get(0).messageForModel()).contains("one by one");
        assertThat(gateway.approvals().pending(SUPERVISOR)).isEmpty();
        assertThat(ran).isEmpty();
    }

    private void requireDone(Gateway gateway, List<Outcome> outcomes) {
        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Pending.class);
        approveAndRun(gateway);
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(gateway.outcome(Objects.requireNonNull(outcome.proposalId()), AGENT))
                        .get()
                        .isInstanceOf(Outcome.Executed.class));
    }

    @Test
    void twoWritesOfOneResourceAreRefused() {
        Gateway gateway = gateway(writing("change").versionedBy(etag).handledBy(this::write));

        requireRefused(gateway, propose(gateway, call("change", "A", "x"), call("change", "A", "y")));
    }

    @Test
    void otherCallsBetweenThemAndOtherToolsOfTheSameVersionDoNotHelp() {
        Gateway gateway = gateway(
                writing("change").versionedBy(etag).handledBy(this::write),
                writing("cancel").versionedBy(etag).handledBy(this::write));

        requireRefused(
                gateway,
                propose(gateway, call("change", "A", "x"), call("change", "B", "x"), call("cancel", "A", "z")));
    }

    @Test
    void aReadAfterTheWriteThatStandsOnTheVersionIsRefusedToo() {
        Gateway gateway = gateway(
                writing("change").versionedBy(etag).handledBy(this::write),
                Tool.named("look")
                        .arguments(ARGUMENTS)
                        .readOnly()
                        .callableBy("agent")
                        .versionedBy(etag)
                        .handledBy(this::write));

        requireRefused(gateway, propose(gateway, call("change", "A", "x"), call("look", "A", "y")));
    }

    @Test
    void writesOfOtherResourcesAreDoneThoughTheirVersionsAreEqual() {
        Gateway gateway = gateway(writing("change").versionedBy(etag).handledBy(this::write));

        requireDone(gateway, propose(gateway, call("change", "A", "x"), call("change", "B", "x")));
        assertThat(ran).containsExactly("change A", "change B");
    }

    @Test
    void aVersionThatIsReportedFromAllArgumentsIsOfWhatTheyAllName() {
        Function<Call, String> ofAll = call -> "v" + call.arguments().toJson().length();
        Gateway gateway = gateway(writing("change").versionedBy(ofAll).handledBy(call -> ToolResult.success()));

        requireDone(gateway, propose(gateway, call("change", "A", "x"), call("change", "A", "y")));
    }

    @Test
    void factsMayStayAsTheyAreSoNothingCanBeSaidOfThem() {
        Gateway gateway = gateway(
                writing("note").materialStateBy(call -> Map.of("open", true)).handledBy(call -> ToolResult.success()));

        requireDone(gateway, propose(gateway, call("note", "A", "x"), call("note", "A", "y")));
    }

    @Test
    void whatFindsOutLaterWhatItIsAboutStandsOnTheVersionOfThen() {
        Gateway gateway = gateway(writing("change").versionedBy(etag).handledBy(this::write));
        ToolCall later = ToolCall.of("change", "{\"order\":{\"result_of\":0,\"pointer\":\"/id\"}}");

        requireDone(gateway, propose(gateway, call("change", "A", "x"), later));
        assertThat(ran).containsExactly("change A", "change A");
    }

    @Test
    void whatNeedsNoApprovalRunsOneAfterTheOtherOnTheStateOfThen() {
        Gateway gateway = gateway(writing("free").versionedBy(etag).handledBy(this::write));

        assertThat(propose(gateway, call("free", "A", "x"), call("free", "A", "y")))
                .hasOnlyElementsOfType(Outcome.Executed.class);
    }

    @Test
    void equalCallsAreOneStep() {
        Gateway gateway = gateway(writing("change").versionedBy(etag).handledBy(this::write));

        requireDone(
                gateway,
                propose(gateway, call("change", "A", "x"), call("change", "A", "x"), call("change", "B", "y")));
    }
}
