package io.toolgateway.store;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/**
 * A page of proposals, newest first.
 *
 * @param proposals the proposals
 * @param hasMore whether older ones follow
 * @since 0.1
 */
public record Page(List<Proposal> proposals, boolean hasMore) {

    /** Copies the list. */
    public Page {
        proposals = List.copyOf(proposals);
    }

    /**
     * Where the next page begins.
     *
     * @return for {@link ProposalQuery#before}; empty on the last page
     */
    public Optional<ProposalId> next() {
        return hasMore ? Optional.of(proposals.get(proposals.size() - 1).id()) : Optional.empty();
    }
}
