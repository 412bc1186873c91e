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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes through a tenant's proposals, newest first, as far as somebody needs it. */
final class Listing {

    private static final int MOST_OF_A_PAGE = 1_000;
    private static final int MOST_AT_ONCE = 200;

    private final ProposalStore store;
    private final Deciding deciding;

    Listing(ProposalStore store, Deciding deciding) {
        this.store = store;
        this.deciding = deciding;
    }

    /** Of a tenant with many others' items a page may hold few: it reads no more than a thousand for it. */
    ReviewPage page(Caller viewer, int limit, @Nullable ProposalId before) {
        return found(
                waiting(viewer), item -> item.isPending() && item.isVisibleTo(viewer), limit, MOST_OF_A_PAGE, before);
    }

    /** What a query finds, in any status; of a chain it is enough that it finds one step. */
    ReviewPage search(ProposalQuery query, Caller viewer) {
        List<ReviewItem> items = new ArrayList<>();
        // The other steps of a chain came with the first that was found.
        Set<ProposalId> read = new HashSet<>();
        Page page = store.search(query);
        FoundSteps steps = new FoundSteps(page.proposals());
        for (Proposal row : page.proposals()) {
            if (!read.contains(row.id())) {
                ReviewItem item = steps.itemOf(row).orElseGet(() -> deciding.item(row));
                item.steps().forEach(step -> read.add(step.id()));
                if (item.isVisibleTo(viewer)) {
                    items.add(item);
                }
            }
        }
        return new ReviewPage(items, page.next().orElse(null));
    }

    /** All that a person may see, however much others have to decide. */
    List<ReviewItem> all(Caller viewer) {
        return found(
                        waiting(viewer),
                        item -> item.isPending() && item.isVisibleTo(viewer),
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        null)
                .items();
    }

    /** How many a person may approve now, of the newest thousand. */
    int count(Caller reviewer, int atMost) {
        return found(waiting(reviewer), item -> item.mayBeApprovedBy(reviewer), atMost, MOST_OF_A_PAGE, null)
                .items()
                .size();
    }

    private ReviewPage found(
            ProposalQuery query, Predicate<ReviewItem> isMeant, int limit, int mostRead, @Nullable ProposalId before) {
        List<ReviewItem> items = new ArrayList<>();
        ProposalId last = before;
        int read = 0;
        // A page that is mostly the viewer's is one read of its own size.
        ProposalQuery some = query.limit(Math.min(limit, MOST_AT_ONCE));
        while (true) {
            Page page = store.search(last == null ? some : some.before(last));
            FoundSteps steps = new FoundSteps(page.proposals());
            for (Proposal row : page.proposals()) {
                if (items.size() == limit || read == mostRead) {
                    return new ReviewPage(items, last);
                }
                read++;
                last = row.id();
                if (isFirst(row)) {
                    ReviewItem item = steps.itemOf(row).orElseGet(() -> deciding.item(row));
                    if (isMeant.test(item)) {
                        items.add(item);
                    }
                }
            }
            if (!page.hasMore()) {
                return new ReviewPage(items, null);
            }
            if (items.size() == limit) {
                return new ReviewPage(items, last);
            }
            some = query.limit(MOST_AT_ONCE);
        }
    }

    private static ProposalQuery waiting(Caller person) {
        return ProposalQuery.of(person.tenant()).in(ProposalStatus.PENDING);
    }

    /** A chain is one thing to decide, and stands where its first step does. */
    private static boolean isFirst(Proposal row) {
        ChainPosition chain = row.content().chain();
        return chain == null || chain.index() == 0;
    }
}
