package io.toolgateway.testkit;

import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.store.NewProposal;
import io.toolgateway.tool.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Valid proposals to begin with; {@link ProposalBuilder} says more of them. */
public final class Proposals {

    private Proposals() {}

    /** A refund that Ann asks for: parked for a supervisor, not to be repeated, valid for 4 hours. */
    public static ProposalBuilder aRefund() {
        return new ProposalBuilder("process_refund", Effect.NON_IDEMPOTENT)
                .withArguments("{\"order_id\":\"ORD-12345\",\"amount\":620.50,\"reason\":\"defective\"}");
    }

    /** A ticket that Ann asks for: parked for a supervisor, safe to repeat, valid for 4 hours. */
    public static ProposalBuilder aTicket() {
        return new ProposalBuilder("create_support_ticket", Effect.IDEMPOTENT)
                .withArguments("{\"subject\":\"Broken lamp\"}");
    }

    /** The steps of one chain, in order; each keeps its own arguments, key and terms. What is done stays done. */
    public static List<NewProposal> chain(ProposalBuilder... steps) {
        return chain(ChainEnding.PARTIAL, steps);
    }

    /** The steps of one chain that ends so, in order. Each of them can be undone but the last one. */
    public static List<NewProposal> chain(ChainEnding ending, ProposalBuilder... steps) {
        UUID chain = SequentialIds.IDS.next();
        List<NewProposal> proposals = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            proposals.add(steps[i].inChain(new ChainPosition(chain, i, steps.length, ending, i < steps.length - 1))
                    .build());
        }
        return proposals;
    }
}
