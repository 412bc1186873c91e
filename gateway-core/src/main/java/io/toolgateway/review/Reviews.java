package io.toolgateway.review;

import io.toolgateway.approval.Approvals;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewPage;
import io.toolgateway.caller.Caller;
import io.toolgateway.permission.Permissions;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What people see before they decide: cards that code makes out of what is stored. Deciding is {@link Approvals}'.
 *
 * <p>A person whose ids the store cannot hold is refused with an {@link IllegalArgumentException}, see
 * {@link io.toolgateway.store.ProposalStore#requireStorable}.
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

    private final ToolRegistry tools;
    private final Approvals approvals;
    private final Permissions permissions;
    private final TimeSource time;
    private final Previews previews;
    private final LocalForm readable;
    private final Cards cards;

    /**
     * Creates the reviews of a gateway. Made by it.
     *
     * @param tools the tools as they are
     * @param approvals says what there is to decide
     * @param permissions says what was allowed in advance
     * @param time the gateway's clock
     * @param threads makes the threads that previews are made on
     */
    public Reviews(
            ToolRegistry tools, Approvals approvals, Permissions permissions, TimeSource time, ThreadFactory threads) {
        this(
                tools,
                approvals,
                permissions,
                time,
                new Previews(time, threads),
                new LocalForm(Locale.ROOT, ZoneOffset.UTC));
    }

    private Reviews(
            ToolRegistry tools,
            Approvals approvals,
            Permissions permissions,
            TimeSource time,
            Previews previews,
            LocalForm readable) {
        this.permissions = permissions;
        this.tools = tools;
        this.approvals = approvals;
        this.time = time;
        this.previews = previews;
        this.readable = readable;
        this.cards = new Cards(tools, permissions, readable);
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
        return new Reviews(tools, approvals, permissions, time, previews, new LocalForm(locale, zone));
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
    public CardPage pending(Caller viewer) {
        return pending(viewer, PAGE, null);
    }

    /**
     * A page of what waits and a person may see, newest first, see {@link Approvals#pending(Caller, int, ProposalId)}.
     *
     * @param viewer the person
     * @param limit how many cards at most
     * @param before {@link CardPage#next()} of the page before; null for the first
     * @return the page, without previews
     */
    public CardPage pending(Caller viewer, int limit, @Nullable ProposalId before) {
        return page(approvals.pending(viewer, limit, before), viewer);
    }

    /**
     * A page of what a query finds and a person may see, in any status, newest first, see {@link Approvals#search}.
     *
     * @param query which; of the person's tenant
     * @param viewer the person
     * @return the page, without previews; its {@link CardPage#next()} is for the query's {@code before}
     */
    public CardPage search(ProposalQuery query, Caller viewer) {
        return page(approvals.search(query, viewer), viewer);
    }

    private CardPage page(ReviewPage page, Caller viewer) {
        Instant now = time.instant();
        List<ReviewCard> found = page.items().stream()
                .map(item -> cards.of(item, viewer, now, Cards.WITHOUT_PREVIEW))
                .toList();
        return new CardPage(found, page.next());
    }

    /**
     * A page of the standing permissions that concern a person, newest first, those that are over too, see {@link Permissions#list}.
     *
     * @param viewer the person
     * @param limit how many cards at most
     * @param before the id that the page before ended with; null for the first
     * @return the cards; fewer than the limit mean that there are no more
     */
    public List<PermissionCard> permissions(Caller viewer, int limit, @Nullable UUID before) {
        Instant now = time.instant();
        PermissionCards form = new PermissionCards(readable);
        return permissions.list(viewer, before, limit).stream()
                .map(grant -> form.of(grant, now))
                .toList();
    }

    /** Gives up the previews that are being made. Called by the gateway. */
    public void close() {
        previews.close();
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
