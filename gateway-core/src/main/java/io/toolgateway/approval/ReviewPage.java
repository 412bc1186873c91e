package io.toolgateway.approval;

import io.toolgateway.proposal.ProposalId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what waits, or is on record, newest first.
 *
 * @param items what the viewer may see; may be fewer than were asked for, and none, though more follow
 * @param next where the next page begins, for {@link Approvals#pending(io.toolgateway.caller.Caller, int, ProposalId)} or the query's {@code before}; null on the
 *     last one
 * @since 0.1
 */
public record ReviewPage(List<ReviewItem> items, @Nullable ProposalId next) {

    /** Copies the items. */
    public ReviewPage {
        items = List.copyOf(items);
    }
}
