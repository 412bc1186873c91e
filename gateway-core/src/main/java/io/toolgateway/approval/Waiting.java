package io.toolgateway.approval;

import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes through what waits in a tenant, newest first, as far as somebody needs it. */
final class Waiting {

    private static final int MOST_OF_A_PAGE = 1_000;
    private static final int READ_AT_ONCE = 200;

    private final ProposalStore store;
    private final Deciding deciding;

    Waiting(ProposalStore store, Deciding deciding) {
        this.store = store;
        this.deciding = deciding;
    }

    /** Of a tenant with many others' items a page may hold few: it reads no more than a thousand for it. */
    ReviewPage page(Caller viewer, int limit, @Nullable ProposalId before) {
        return found(viewer, item -> item.isVisibleTo(viewer), limit, MOST_OF_A_PAGE, before);
    }

    /** All that a person may see, however much others have to decide. */
    List<ReviewItem> all(Caller viewer) {
        return found(viewer, item -> item.isVisibleTo(viewer), Integer.MAX_VALUE, Integer.MAX_VALUE, null)
                .items();
    }

    /** How many a person may approve now. */
    int count(Caller reviewer, int atMost) {
        return found(reviewer, item -> item.mayBeApprovedBy(reviewer), atMost, Integer.MAX_VALUE, null)
                .items()
                .size();
    }

    private ReviewPage found(
            Caller person, Predicate<ReviewItem> isMeant, int limit, int mostRead, @Nullable ProposalId before) {
        List<ReviewItem> items = new ArrayList<>();
        ProposalId last = before;
        int read = 0;
        while (true) {
            Page page = store.search(query(person, last));
            for (Proposal row : page.proposals()) {
                if (items.size() == limit || read == mostRead) {
                    return new ReviewPage(items, last);
                }
                read++;
                last = row.id();
                if (isFirst(row)) {
                    ReviewItem item = deciding.item(row);
                    if (item.isPending() && isMeant.test(item)) {
                        items.add(item);
                    }
                }
            }
            if (!page.hasMore()) {
                return new ReviewPage(items, null);
            }
        }
    }

    private static ProposalQuery query(Caller person, @Nullable ProposalId before) {
        ProposalQuery query =
                ProposalQuery.of(person.tenant()).in(ProposalStatus.PENDING).limit(READ_AT_ONCE);
        return before == null ? query : query.before(before);
    }

    /** A chain is one thing to decide, and stands where its first step does. */
    private static boolean isFirst(Proposal row) {
        ChainPosition chain = row.content().chain();
        return chain == null || chain.index() == 0;
    }
}
