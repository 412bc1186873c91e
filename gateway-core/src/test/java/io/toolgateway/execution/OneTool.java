package io.toolgateway.execution;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A gateway with one handler under three names: {@code parked}, {@code allowed} and {@code read}; all on one clock that stands. */
final class OneTool implements AutoCloseable {

    static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");

    /** One start of the handler. */
    record Start(Instant at, Invocation call) {}

    final SettableClock clock = new SettableClock();
    final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    final List<Start> starts = new CopyOnWriteArrayList<>();
    final Gateway gateway;

    OneTool(Effect effect, ToolHandler handler) {
        this(effect, handler, tool -> tool, options -> options);
    }

    OneTool(
            Effect effect,
            ToolHandler handler,
            UnaryOperator<ToolBuilder> more,
            UnaryOperator<ExecutorOptions> options) {
        ToolHandler counted = handler instanceof CommittingHandler
                ? handler
                : call -> {
                    starts.add(new Start(clock.instant(), call));
                    return handler.handle(call);
                };
        this.gateway = Gateway.builder()
                .tools(ToolRegistry.of(
                        more.apply(of(effect, "parked")).handledBy(counted),
                        more.apply(of(effect, "allowed")).handledBy(counted),
                        more.apply(of(Effect.READ_ONLY, "read")).handledBy(counted)))
                .policy(Policy.named("p", "1")
                        .rule("allowed", Condition.tool("allowed", "read"), allow())
                        .otherwise(requireApproval(byRole("supervisor")).within(Duration.ofHours(1))))
                .store(store)
                .time(clock)
                .executor(options.apply(ExecutorOptions.defaults()))
                .withoutLogging()
                .build();
    }

    private static ToolBuilder of(Effect effect, String name) {
        ToolBuilder tool = Tool.named(name).callableBy("agent");
        return switch (effect) {
            case READ_ONLY -> tool.readOnly();
            case IDEMPOTENT -> tool.idempotent();
            case NON_IDEMPOTENT -> tool;
        };
    }

    Outcome propose(String tool) {
        return gateway.propose(ToolCall.of(tool, "{}"), ANN);
    }

    ProposalId approved() {
        ProposalId id = propose("parked").proposalId();
        ReviewItem item = gateway.approvals().find(id, SUE).orElseThrow();
        assertThat(gateway.approvals().approve(id, item.hash(), SUE)).isInstanceOf(ReviewResult.Accepted.class);
        return id;
    }

    Proposal now(ProposalId id) {
        return store.find(ANN.tenant(), id).orElseThrow();
    }

    Outcome outcome(ProposalId id) {
        return gateway.outcome(id, ANN).orElseThrow();
    }

    List<AuditEvent> events(ProposalId id) {
        return store.events(EventQuery.ofRequest(
                ANN.tenant(), now(id).content().origin().request().id()));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
