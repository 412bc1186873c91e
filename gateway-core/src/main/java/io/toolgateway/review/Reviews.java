package io.toolgateway.review;

import io.toolgateway.approval.Approvals;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What people see before they decide: cards that code makes out of what is stored. Deciding is {@link Approvals}'.
 *
 * <p>A person whose ids the store cannot hold is refused with an {@link IllegalArgumentException}, see
 * {@link ProposalStore#requireStorable}.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class Reviews {

    /** How long all previews of one card may take together. */
    public static final Duration PREVIEWED_WITHIN = Previews.WITHIN;

    /** How many cards a page has, if it is not said. */
    public static final int PAGE = 50;

    private static final int LARGEST_PAGE = 500;

    /** Much of a tenant's may be nothing to a viewer: a page looks through so many reads at most. */
    private static final int READS = 10;

    private final ToolRegistry tools;
    private final Approvals approvals;
    private final ProposalStore store;
    private final TimeSource time;
    private final Previews previews;
    private final Readable readable;
    private final Cards cards;

    /**
     * Creates the reviews of a store. Made by the gateway.
     *
     * @param tools the tools as they are
     * @param approvals says what there is to decide
     * @param store where proposals are kept
     * @param time the gateway's clock
     * @param threads makes the threads that previews are made on
     */
    public Reviews(
            ToolRegistry tools, Approvals approvals, ProposalStore store, TimeSource time, ThreadFactory threads) {
        this(tools, approvals, store, time, new Previews(time, threads), new Readable(Locale.ROOT, ZoneOffset.UTC));
    }

    private Reviews(
            ToolRegistry tools,
            Approvals approvals,
            ProposalStore store,
            TimeSource time,
            Previews previews,
            Readable readable) {
        this.tools = tools;
        this.approvals = approvals;
        this.store = store;
        this.time = time;
        this.previews = previews;
        this.readable = readable;
        this.cards = new Cards(tools, readable);
    }

    /**
     * The same with values as people of a country read them: numbers with its signs, dates in its language. By default numbers have
     * commas and points, dates are in English and UTC. The exact value is shown beside, whatever the country.
     *
     * @param locale the language and country
     * @param zone the time zone that moments are shown in
     * @return a copy
     */
    public Reviews in(Locale locale, ZoneId zone) {
        return new Reviews(tools, approvals, store, time, previews, new Readable(locale, zone));
    }

    /**
     * The card of one proposal, or of the chain that it is a step of, in any state; with a preview while it waits, where its tool
     * offers one.
     *
     * @param id the proposal, or any step of a chain
     * @param viewer the person, from the host's authenticated session
     * @return the card; empty if the person may not see it
     */
    public Optional<ReviewCard> find(ProposalId id, Caller viewer) {
        return approvals.find(id, viewer).map(item -> withPreview(item, viewer));
    }

    /**
     * The card of something for readers whom the host has chosen, such as the holders of a role in a notice; without a preview.
     *
     * @param item what there is to decide
     * @return the card, which says of nobody that they may approve it
     */
    public ReviewCard of(ReviewItem item) {
        return cards.of(item, null, time.instant(), Cards.WITHOUT_PREVIEW);
    }

    /**
     * The first page of what waits and a person may see, newest first, 50 at most.
     *
     * @param viewer the person
     * @return the page, without previews
     */
    public ReviewPage pending(Caller viewer) {
        return page(viewer, PAGE, null);
    }

    /**
     * The first page of what waits and a person may see, newest first.
     *
     * @param viewer the person
     * @param limit how many cards at most, 1 to 500
     * @return the page, without previews
     */
    public ReviewPage pending(Caller viewer, int limit) {
        return page(viewer, limit, null);
    }

    /**
     * The page after another.
     *
     * @param viewer the person
     * @param limit how many cards at most, 1 to 500
     * @param last {@link ReviewPage#next()} of the page before
     * @return the page, without previews
     */
    public ReviewPage pending(Caller viewer, int limit, ProposalId last) {
        return page(viewer, limit, last);
    }

    /** Gives up the previews that are being made. Called by the gateway. */
    public void close() {
        previews.close();
    }

    private ReviewPage page(Caller viewer, int limit, @Nullable ProposalId after) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " cards");
        }
        store.requireStorable(viewer);
        ProposalQuery query =
                ProposalQuery.of(viewer.tenant()).in(ProposalStatus.PENDING).limit(limit);
        List<ReviewCard> found = new ArrayList<>();
        ProposalId last = after;
        for (int read = 0; read < READS; read++) {
            Page page = store.search(last == null ? query : query.before(last));
            for (Proposal row : page.proposals()) {
                last = row.id();
                if (isFirst(row) && new ReviewItem(List.of(row)).isVisibleTo(viewer)) {
                    found.add(cards.of(item(row), viewer, time.instant(), Cards.WITHOUT_PREVIEW));
                    if (found.size() == limit) {
                        return new ReviewPage(found, isLast(page, row) ? null : last);
                    }
                }
            }
            if (!page.hasMore()) {
                return new ReviewPage(found, null);
            }
        }
        return new ReviewPage(found, last);
    }

    private static boolean isLast(Page page, Proposal row) {
        List<Proposal> rows = page.proposals();
        return !page.hasMore() && rows.get(rows.size() - 1).id().equals(row.id());
    }

    /** A chain stands once in the list, where its first step does. */
    private static boolean isFirst(Proposal row) {
        ChainPosition chain = row.content().chain();
        return chain == null || chain.index() == 0;
    }

    private ReviewItem item(Proposal row) {
        return new ReviewItem(row.content().chain() == null ? List.of(row) : store.chainOf(row));
    }

    /** All are asked before the first is waited for. */
    private ReviewCard withPreview(ReviewItem item, Caller viewer) {
        long by = time.nanoTime() + PREVIEWED_WITHIN.toNanos();
        Map<ProposalId, Previews.Asked> asked = new HashMap<>();
        for (Proposal step : item.steps()) {
            Previews.Asked preview = previews.ask(step, cards.tool(step));
            if (preview != null) {
                asked.put(step.id(), preview);
            }
        }
        return cards.of(item, viewer, time.instant(), (step, secrets) -> {
            Previews.Asked preview = asked.get(step.id());
            return preview == null ? null : preview.shown(by, readable, secrets);
        });
    }
}
