package io.toolgateway.testkit.faults;

import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.ProposedTool;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.tool.Effect;
import java.util.List;

/** Lets what may be repeated be started more than once: the gateway asks for a single attempt of everything so far. */
final class ManyAttempts extends ForwardingStore {

    private static final int ATTEMPTS = 5;

    ManyAttempts(ProposalStore store) {
        super(store);
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        return store.insert(proposals.stream().map(ManyAttempts::patient).toList(), effects);
    }

    private static NewProposal patient(NewProposal wanted) {
        ProposedTool tool = wanted.content().tool();
        if (tool.effect() != Effect.IDEMPOTENT) {
            return wanted;
        }
        ProposedTool patient =
                new ProposedTool(tool.name(), tool.version(), tool.effect(), tool.destructive(), ATTEMPTS);
        return with(wanted, patient);
    }

    /** The same proposal of another contract. */
    static NewProposal with(NewProposal wanted, ProposedTool tool) {
        Content content = wanted.content();
        Content other = new Content(
                content.origin(), tool, content.arguments(), content.terms(), content.chain(), content.revises());
        return new NewProposal(wanted.id(), wanted.transition(), other, wanted.start());
    }
}
