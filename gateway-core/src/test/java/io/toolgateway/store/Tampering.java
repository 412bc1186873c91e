package io.toolgateway.store;

import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposedArguments;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes rows of an in-memory store past all guards, as someone with access to the database could. */
public final class Tampering {

    private Tampering() {}

    /** Changes the arguments of a row, and nothing else of it; empty if there is none. */
    public static Optional<Proposal> with(
            InMemoryProposalStore store, ProposalId id, UnaryOperator<ProposedArguments> change) {
        return store.peek(table -> Optional.ofNullable(table.get(id)).map(before -> {
            Content content = before.content();
            Content other = new Content(
                    content.origin(),
                    content.tool(),
                    change.apply(content.arguments()),
                    content.terms(),
                    content.chain(),
                    content.revises(),
                    content.undoes(),
                    content.editedBy());
            Proposal after = new Proposal(before.id(), other, before.createdAt(), before.validUntil(), before.state());
            table.put(after);
            return after;
        }));
    }
}
