package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.UUID;
import javax.sql.DataSource;

/** What is measured: a gateway on Postgres with a refund that waits for a person and one that is allowed. */
final class Subject implements AutoCloseable {

    static final String PARKED = "large_refund";
    static final String ALLOWED = "small_refund";

    private static final String SCHEMA =
            """
            {"type":"object","properties":{
              "order_id":{"type":"string","pattern":"^ORD-[0-9]{5}$"},
              "amount":{"type":"number","minimum":0.01,"maximum":10000},
              "reason":{"type":"string","enum":["customer_request","defective","wrong_item","late_delivery","other"]},
              "note":{"type":"string","maxLength":200}},
             "required":["order_id","reason"],"additionalProperties":false}""";

    /** About 250 bytes, as in the measurements that the goals come from. */
    static final String ARGUMENTS =
            "{\"order_id\":\"ORD-12345\",\"amount\":129.95,\"reason\":\"defective\",\"note\":\"The parcel arrived with a broken"
                    + " corner and the lamp inside does not light; the customer has sent two photographs and asks for the money.\"}";

    private final ProposalStore store;
    private final Gateway gateway;

    private Subject(ProposalStore store, Gateway gateway) {
        this.store = store;
        this.gateway = gateway;
    }

    /** What waits for a person. */
    record Parked(ProposalId id, String hash, Caller reviewer) {}

    static PostgresProposalStore store(DataSource pool) {
        return PostgresProposalStore.on(pool).build();
    }

    static Subject on(ProposalStore store, int threads, ToolHandler handler, GatewayListener listener) {
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(
                        refund(PARKED).idempotent().handledBy(handler),
                        refund(ALLOWED).idempotent().handledBy(handler)))
                .policy(Policy.named("benchmark", "1")
                        .rule("small refunds pass", tool(ALLOWED), allow())
                        .otherwise(requireApproval(byRole("supervisor"))))
                .store(store)
                .trustingRolesAsProposed()
                .executor(ExecutorOptions.defaults().withThreads(threads))
                .listener(listener)
                .withoutLogging()
                .build();
        return new Subject(store, gateway);
    }

    static Subject on(ProposalStore store) {
        return on(store, 1, call -> ToolResult.success("REF-1"), GatewayListener.NO_OP);
    }

    private static ToolBuilder refund(String name) {
        return Tool.named(name).describedAs("Refund an order").arguments(SCHEMA).callableBy("support_agent");
    }

    ProposalStore store() {
        return store;
    }

    Gateway gateway() {
        return gateway;
    }

    Outcome propose(String tool, Caller agent) {
        // With an id of the host's, of its usual form.
        return propose(tool, agent, UUID.randomUUID().toString());
    }

    Outcome propose(String tool, Caller agent, String request) {
        return gateway.propose(ToolCall.of("call_1", tool, ARGUMENTS), agent, Request.of(request));
    }

    /** Parks one, and gives what a reviewer needs; all have the same arguments, so the hash is one for each tenant. */
    ProposalId park(Caller agent) {
        ProposalId id = propose(PARKED, agent).proposalId();
        if (id == null) {
            throw new IllegalStateException("not parked");
        }
        return id;
    }

    String hash(ProposalId id, Caller reviewer) {
        return gateway.approvals().find(id, reviewer).orElseThrow().hash();
    }

    void approve(Parked parked) {
        ReviewResult result = gateway.approvals().approve(parked.id(), parked.hash(), parked.reviewer());
        if (!(result instanceof ReviewResult.Accepted)) {
            throw new IllegalStateException("not approved: " + result);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
