package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.Tampering;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A row whose arguments and hash somebody changes in the database after it was approved. */
@Tag("A3")
class ChangedByHandTest {

    private final ShopFixture shop = new ShopFixture();
    private final InMemoryProposalStore store = new InMemoryProposalStore();
    private final Gateway gateway = shop.gateway().store(store).build();

    private static ToolCall refund(String order) {
        return ToolCall.of("process_refund", "{\"order_id\":\"" + order + "\"}");
    }

    private ReviewItem seen(ProposalId id) {
        return gateway.approvals().find(id, SUPERVISOR).orElseThrow();
    }

    private ReviewResult approve(ReviewItem seen) {
        return gateway.approvals().approve(seen.id(), seen.hash(), SUPERVISOR);
    }

    private void change(ProposalId id) {
        Proposal row = store.find(AGENT.tenant(), id).orElseThrow();
        Arguments changed = row.arguments().with("amount", 9_000);
        String hash = ArgumentsHash.of(row.tool(), row.content().tool().version(), row.tenant(), changed);
        Tampering.with(
                store,
                id,
                old -> new ProposedArguments(changed, old.shown(), hash, old.idempotencyKey(), old.resourceVersion()));
    }

    @Test
    void anEarlierYesIsNoYesToTheChangedArguments() {
        ProposalId id = gateway.propose(refund("ORD-00001"), AGENT).proposalId();
        assertThat(approve(seen(id))).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(approve(seen(id))).isInstanceOf(ReviewResult.Accepted.class);

        change(id);

        assertThat(approve(seen(id))).isInstanceOf(ReviewResult.AlreadyDecided.class);
        gateway.executor().runOnce();
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void norToAChainOfWhichALaterStepWasChanged() {
        List<Outcome> turn =
                gateway.propose(List.of(refund("ORD-00001"), refund("ORD-00002")), AGENT, Request.of("r-1"));
        ProposalId first = turn.get(0).proposalId();
        assertThat(approve(seen(first))).isInstanceOf(ReviewResult.Accepted.class);

        change(turn.get(1).proposalId());

        assertThat(approve(seen(first))).isInstanceOf(ReviewResult.AlreadyDecided.class);
    }
}
