package io.toolgateway.store;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A price that a model may propose to change, Sam approves, and anyone may edit by hand on another screen. */
final class PriceDesk {

    /** What a proposal says in its request. */
    static final Request REQUEST = Request.of("req-price").saying("Make the gold plan 20.");

    private static final String ARGUMENTS = "{\"type\":\"object\",\"properties\":{\"price\":{\"type\":\"number\"}},"
            + "\"required\":[\"price\"],\"additionalProperties\":false}";

    /** The record: plan and price matter, the colour of its tag does not. */
    record Price(String plan, BigDecimal amount, String colour) {

        Price at(String newAmount) {
            return new Price(plan, new BigDecimal(newAmount), colour);
        }

        Price in(String newColour) {
            return new Price(plan, amount, newColour);
        }
    }

    final AtomicReference<@Nullable Price> price =
            new AtomicReference<>(new Price("gold", new BigDecimal("12.50"), "blue"));

    /** What happens after the last look and before the write. */
    Runnable meanwhile = () -> {};

    /** What the tool finds out about its price. */
    Runnable looking = () -> {};

    /** Whether Ann may do this. */
    boolean permitted = true;

    final Gateway gateway;
    private final ProposalStore store;

    PriceDesk(ProposalStore store) {
        this.store = store;
        Tool tool = Tool.named("set_price")
                .arguments(ARGUMENTS)
                .callableByAnyone()
                .permittedWhen(call -> permitted)
                .materialStateBy(this::state)
                .handledBy(this::write);
        this.gateway = Gateway.builder()
                .tools(ToolRegistry.of(tool))
                .policy(Policy.named("prices", "1")
                        .otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))
                                .within(Duration.ofHours(2))))
                .store(store)
                .callers((tenant, user) -> Optional.of(ANN))
                .withoutLogging()
                .build();
    }

    private @Nullable Map<String, Object> state(Call call) {
        looking.run();
        Price now = price.get();
        return now == null ? null : Map.of("plan", now.plan(), "price", now.amount());
    }

    /** As an UPDATE with the approved price in its WHERE. */
    private ToolResult write(Invocation call) {
        meanwhile.run();
        Price now = price.get();
        if (now == null || now.amount().compareTo(call.materialState().decimal("price")) != 0) {
            return ToolResult.stale("price");
        }
        return price.compareAndSet(now, now.at(call.decimal("price").toPlainString()))
                ? ToolResult.success().withMessage("The price is changed.")
                : ToolResult.stale();
    }

    Outcome propose() {
        return gateway.propose(ToolCall.of("set_price", "{\"price\":20}"), ANN, REQUEST);
    }

    ProposalId approved() {
        return approved(propose());
    }

    ProposalId approved(Outcome pending) {
        ProposalId id = Objects.requireNonNull(pending.proposalId());
        ReviewItem item = gateway.approvals().find(id, SAM).orElseThrow();
        if (!(gateway.approvals().approve(id, item.hash(), SAM) instanceof ReviewResult.Accepted)) {
            throw new AssertionError("not approved");
        }
        return id;
    }

    Outcome run(ProposalId id) {
        gateway.executor().runOnce();
        return gateway.outcome(id, ANN).orElseThrow();
    }

    /** Proposed, approved, edited by hand before it was run. */
    ProposalId stale() {
        ProposalId id = approved();
        price.updateAndGet(now -> Objects.requireNonNull(now).at("15.75"));
        if (!(run(id) instanceof Outcome.Stale)) {
            throw new AssertionError("not stale");
        }
        return id;
    }

    Proposal stored(ProposalId id) {
        return store.find(ANN.tenant(), id).orElseThrow();
    }
}
