package io.toolgateway.approval;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of proposals whose outcome is not known, oldest first.
 *
 * @param proposals those that the viewer may see; there may be none of them on a page that is not the last
 * @param last up to where was looked, or null on the last page
 * @since 0.1
 */
public record UnknownPage(
        List<Proposal> proposals, @Nullable ProposalId last) {

    /** Copies the list. */
    public UnknownPage {
        proposals = List.copyOf(proposals);
    }

    /**
     * Where the next page begins.
     *
     * @return for {@link UnknownOutcomes#after}; empty on the last page
     */
    public Optional<ProposalId> next() {
        return Optional.ofNullable(last);
    }
}
