package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which proposals of one tenant to list or count; newest first. Made with {@link #of}, narrowed by the other methods.
 *
 * <p>A text that no store can hold is refused, so that none has to be asked for it, see {@link Storable}.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class ProposalQuery {

    private static final int MAX_LIMIT = 1_000;
    /** No index has words that are much longer. */
    private static final int MAX_TEXT = 500;

    /** Never changed once a query has it. */
    private final Parts parts;

    private ProposalQuery(Parts parts) {
        this.parts = parts;
    }

    private static final class Parts implements Cloneable {
        private final TenantId tenant;
        private Set<ProposalStatus> statuses = Set.of();
        private Set<String> words = Set.of();
        private @Nullable String tool;
        private @Nullable String triggeredBy;
        private @Nullable String reviewedBy;
        private @Nullable String idempotencyKey;
        private @Nullable Instant createdFrom;
        private @Nullable Instant createdBefore;
        private @Nullable ProposalId before;
        private boolean isOfCalls;
        private int limit = 50;

        Parts(TenantId tenant) {
            this.tenant = tenant;
        }

        Parts copy() {
            try {
                return (Parts) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private ProposalQuery with(Consumer<Parts> change) {
        Parts copy = parts.copy();
        change.accept(copy);
        return new ProposalQuery(copy);
    }

    /**
     * All proposals of a tenant, 50 a page.
     *
     * @param tenant the tenant; there is no query across tenants
     * @return the query
     */
    public static ProposalQuery of(TenantId tenant) {
        return new ProposalQuery(new Parts(tenant));
    }

    /**
     * Only those in one of these statuses.
     *
     * @param statuses at least one
     * @return a copy
     */
    public ProposalQuery in(ProposalStatus... statuses) {
        if (statuses.length == 0) {
            throw new IllegalArgumentException("name at least one status");
        }
        return with(parts -> parts.statuses = Set.of(statuses));
    }

    /**
     * Only what was asked for: without the undos that a broken chain has ordered.
     *
     * @return a copy
     */
    public ProposalQuery ofCalls() {
        return with(parts -> parts.isOfCalls = true);
    }

    /**
     * Only those of a tool.
     *
     * @param tool its name
     * @return a copy
     */
    public ProposalQuery ofTool(String tool) {
        return with(parts -> parts.tool = Storable.required(tool, "tool's name"));
    }

    /**
     * Only those that a user asked for.
     *
     * @param userId the user
     * @return a copy
     */
    public ProposalQuery triggeredBy(String userId) {
        return with(parts -> parts.triggeredBy = Storable.required(userId, "user"));
    }

    /**
     * Only those that a user decided.
     *
     * @param userId the user
     * @return a copy
     */
    public ProposalQuery reviewedBy(String userId) {
        return with(parts -> parts.reviewedBy = Storable.required(userId, "user"));
    }

    /**
     * Only those under an idempotency key: of one user at most one.
     *
     * @param idempotencyKey 32 lower-case hex digits
     * @return a copy
     */
    public ProposalQuery keyed(String idempotencyKey) {
        return with(parts -> parts.idempotencyKey = Storable.required(idempotencyKey, "idempotency key"));
    }

    /**
     * Only those stored at a moment or later.
     *
     * @param from the moment
     * @return a copy
     */
    public ProposalQuery createdFrom(Instant from) {
        return with(parts -> parts.createdFrom = from);
    }

    /**
     * Only those stored before a moment.
     *
     * @param end the moment, which is not included
     * @return a copy
     */
    public ProposalQuery createdBefore(Instant end) {
        return with(parts -> parts.createdBefore = end);
    }

    /**
     * Only those with all of some words, in any order and case, in the shown arguments' texts and numbers or in the summary;
     * names of arguments do not count.
     *
     * <p>A word is a run of letters and digits and is found as a whole: {@code ord 12345} and {@code 12345} find
     * {@code ORD-12345}, {@code 123} does not.
     *
     * @param text the words, with anything between them
     * @return a copy
     * @throws IllegalArgumentException if there is no word in the text, or more than 500 characters
     */
    public ProposalQuery containing(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("a search for text has at most " + MAX_TEXT + " characters");
        }
        Set<String> words = Set.copyOf(Words.of(text));
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a search for text needs a word: letters or digits");
        }
        return with(parts -> parts.words = words);
    }

    /**
     * Only those older than one that was listed: the next page.
     *
     * @param last the last one of the page before, see {@link Page#next()}
     * @return a copy
     */
    public ProposalQuery before(ProposalId last) {
        return with(parts -> parts.before = last);
    }

    /**
     * Pages of this size.
     *
     * @param limit 1 to 1,000
     * @return a copy
     */
    public ProposalQuery limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_LIMIT + " proposals");
        }
        return with(parts -> parts.limit = limit);
    }

    /** {@return the tenant} */
    public TenantId tenant() {
        return parts.tenant;
    }

    /** {@return the statuses asked for; empty for any} */
    public Set<ProposalStatus> statuses() {
        return parts.statuses;
    }

    /** {@return the tool asked for, or null for any} */
    public @Nullable String tool() {
        return parts.tool;
    }

    /** {@return the user who asked, or null for any} */
    public @Nullable String triggeredBy() {
        return parts.triggeredBy;
    }

    /** {@return the user who decided, or null for any} */
    public @Nullable String reviewedBy() {
        return parts.reviewedBy;
    }

    /** {@return the idempotency key asked for, or null for any} */
    public @Nullable String idempotencyKey() {
        return parts.idempotencyKey;
    }

    /** {@return the earliest moment, or null for any} */
    public @Nullable Instant createdFrom() {
        return parts.createdFrom;
    }

    /** {@return the moment before which they were stored, or null for any} */
    public @Nullable Instant createdBefore() {
        return parts.createdBefore;
    }

    /** {@return whether undos are left out} */
    public boolean isOfCalls() {
        return parts.isOfCalls;
    }

    /** {@return the words to be found, each letters and digits in lower case; empty for any} */
    public Set<String> words() {
        return parts.words;
    }

    /** {@return the id that all listed are older than, or null} */
    public @Nullable ProposalId before() {
        return parts.before;
    }

    /** {@return the size of a page} */
    public int limit() {
        return parts.limit;
    }

    /**
     * Whether a proposal is meant, apart from paging: the meaning of the query, for stores that have no other.
     *
     * @param proposal a proposal
     * @return true if it is
     */
    public boolean matches(Proposal proposal) {
        return proposal.tenant().equals(parts.tenant)
                && (parts.statuses.isEmpty() || parts.statuses.contains(proposal.status()))
                && !(parts.isOfCalls && proposal.content().undoes() != null)
                && isAsked(parts.tool, proposal.tool())
                && isAsked(parts.triggeredBy, proposal.triggeredBy())
                && isAsked(parts.reviewedBy, proposal.state().review().reviewedBy())
                && isAsked(parts.idempotencyKey, proposal.content().arguments().idempotencyKey())
                && isInTime(proposal.createdAt())
                && (parts.words.isEmpty() || Words.of(proposal).containsAll(parts.words));
    }

    private static boolean isAsked(@Nullable String asked, @Nullable String found) {
        return asked == null || asked.equals(found);
    }

    private boolean isInTime(Instant created) {
        return (parts.createdFrom == null || !created.isBefore(parts.createdFrom))
                && (parts.createdBefore == null || created.isBefore(parts.createdBefore));
    }
}
