package io.toolgateway.store;

import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway on a store, whose tools take any arguments: one reads, one runs at once, one waits for Sam. */
final class OpenDesk {

    /** What the tools were started with. */
    final List<Arguments> ran = new CopyOnWriteArrayList<>();

    /** What the tools do and return. */
    ToolHandler handler = call -> ToolResult.success();

    /** What the resource's version is. */
    String version = "v1";

    final Gateway gateway;
    private final ProposalStore store;

    OpenDesk(ProposalStore store) {
        this(store, JsonLimits.DEFAULT);
    }

    OpenDesk(ProposalStore store, JsonLimits limits) {
        this.store = store;
        this.gateway = Gateway.builder()
                .tools(ToolRegistry.of(
                        any("read").readOnly().handledBy(this::handle),
                        any("run").versionedBy(call -> version).handledBy(this::handle),
                        any("park").versionedBy(call -> version).handledBy(this::handle)))
                .policy(Policy.named("open", "1")
                        .rule("reads pass", readsOnly(), Verdict.allow())
                        .rule("runs pass", tool("run"), Verdict.allow())
                        .otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))))
                .store(store)
                .limits(limits)
                .callers((tenant, user) -> Optional.of(ANN))
                .withoutLogging()
                .build();
    }

    private static ToolBuilder any(String name) {
        return Tool.named(name).arguments("{\"type\":\"object\"}").callableByAnyone();
    }

    private ToolResult handle(io.toolgateway.tool.Invocation call) throws Exception {
        ran.add(call.arguments());
        return handler.handle(call);
    }

    /** Sam approves, and a worker runs it. */
    Outcome approvedAndRun(ProposalId id) {
        ReviewItem item = gateway.approvals().find(id, SAM).orElseThrow();
        if (!(gateway.approvals().approve(id, item.hash(), SAM) instanceof ReviewResult.Accepted)) {
            throw new AssertionError("not approved");
        }
        gateway.executor().runOnce();
        return gateway.outcome(id, SAM).orElseThrow();
    }

    /** The proposal of an outcome as it stands in the store. */
    Proposal stored(Outcome outcome) {
        ProposalId id = Objects.requireNonNull(outcome.proposalId(), () -> "nothing was stored: " + outcome);
        return store.find(ANN.tenant(), id).orElseThrow();
    }
}
