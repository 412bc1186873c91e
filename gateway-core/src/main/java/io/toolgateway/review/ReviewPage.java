package io.toolgateway.review;

import io.toolgateway.proposal.ProposalId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of cards, newest first.
 *
 * @param cards those that the viewer may see; there may be fewer than asked for, or none, on a page that is not the last
 * @param last up to where was looked, or null on the last page
 * @since 0.1
 */
public record ReviewPage(List<ReviewCard> cards, @Nullable ProposalId last) {

    /** Copies the list. */
    public ReviewPage {
        cards = List.copyOf(cards);
    }

    /**
     * Where the next page begins.
     *
     * @return for {@link Reviews#pending(io.toolgateway.caller.Caller, int, ProposalId)}; empty on the last page
     */
    public Optional<ProposalId> next() {
        return Optional.ofNullable(last);
    }
}
