package io.toolgateway.review;

import io.toolgateway.proposal.ProposalId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of cards, newest first.
 *
 * @param cards those that the viewer may see; there may be fewer than asked for, or none, on a page that is not the last
 * @param next where the next page begins, for {@link Reviews#pending(io.toolgateway.caller.Caller, int, ProposalId)}; null on the last one
 * @since 0.1
 */
public record CardPage(List<ReviewCard> cards, @Nullable ProposalId next) {

    /** Copies the list. */
    public CardPage {
        cards = List.copyOf(cards);
    }
}
