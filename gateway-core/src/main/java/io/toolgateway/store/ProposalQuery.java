package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which proposals of one tenant to list or count; newest first. Made with {@link #of}, narrowed by the other methods.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class ProposalQuery {

    private static final int MAX_LIMIT = 1_000;

    private final TenantId tenant;
    private final Set<ProposalStatus> statuses;
    private final @Nullable String tool;
    private final @Nullable String triggeredBy;
    private final @Nullable String reviewedBy;
    private final @Nullable String idempotencyKey;
    private final @Nullable Instant createdFrom;
    private final @Nullable ProposalId before;
    private final int limit;

    private ProposalQuery(
            TenantId tenant,
            Set<ProposalStatus> statuses,
            @Nullable String tool,
            @Nullable String triggeredBy,
            @Nullable String reviewedBy,
            @Nullable String idempotencyKey,
            @Nullable Instant createdFrom,
            @Nullable ProposalId before,
            int limit) {
        this.tenant = tenant;
        this.statuses = statuses;
        this.tool = tool;
        this.triggeredBy = triggeredBy;
        this.reviewedBy = reviewedBy;
        this.idempotencyKey = idempotencyKey;
        this.createdFrom = createdFrom;
        this.before = before;
        this.limit = limit;
    }

    /**
     * All proposals of a tenant, 50 a page.
     *
     * @param tenant the tenant; there is no query across tenants
     * @return the query
     */
    public static ProposalQuery of(TenantId tenant) {
        return new ProposalQuery(tenant, Set.of(), null, null, null, null, null, null, 50);
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
        return new ProposalQuery(
                tenant, Set.of(statuses), tool, triggeredBy, reviewedBy, idempotencyKey, createdFrom, before, limit);
    }

    /**
     * Only those of a tool.
     *
     * @param tool its name
     * @return a copy
     */
    public ProposalQuery ofTool(String tool) {
        return new ProposalQuery(
                tenant, statuses, tool, triggeredBy, reviewedBy, idempotencyKey, createdFrom, before, limit);
    }

    /**
     * Only those that a user asked for.
     *
     * @param userId the user
     * @return a copy
     */
    public ProposalQuery triggeredBy(String userId) {
        return new ProposalQuery(
                tenant, statuses, tool, userId, reviewedBy, idempotencyKey, createdFrom, before, limit);
    }

    /**
     * Only those that a user decided.
     *
     * @param userId the user
     * @return a copy
     */
    public ProposalQuery reviewedBy(String userId) {
        return new ProposalQuery(
                tenant, statuses, tool, triggeredBy, userId, idempotencyKey, createdFrom, before, limit);
    }

    /**
     * Only those under an idempotency key: of one user at most one.
     *
     * @param idempotencyKey 32 lower-case hex digits
     * @return a copy
     */
    public ProposalQuery keyed(String idempotencyKey) {
        return new ProposalQuery(
                tenant, statuses, tool, triggeredBy, reviewedBy, idempotencyKey, createdFrom, before, limit);
    }

    /**
     * Only those stored at a moment or later.
     *
     * @param from the moment
     * @return a copy
     */
    public ProposalQuery createdFrom(Instant from) {
        return new ProposalQuery(tenant, statuses, tool, triggeredBy, reviewedBy, idempotencyKey, from, before, limit);
    }

    /**
     * Only those older than one that was listed: the next page.
     *
     * @param last the last one of the page before, see {@link Page#next()}
     * @return a copy
     */
    public ProposalQuery before(ProposalId last) {
        return new ProposalQuery(
                tenant, statuses, tool, triggeredBy, reviewedBy, idempotencyKey, createdFrom, last, limit);
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
        return new ProposalQuery(
                tenant, statuses, tool, triggeredBy, reviewedBy, idempotencyKey, createdFrom, before, limit);
    }

    /** {@return the tenant} */
    public TenantId tenant() {
        return tenant;
    }

    /** {@return the statuses asked for; empty for any} */
    public Set<ProposalStatus> statuses() {
        return statuses;
    }

    /** {@return the tool asked for, or null for any} */
    public @Nullable String tool() {
        return tool;
    }

    /** {@return the user who asked, or null for any} */
    public @Nullable String triggeredBy() {
        return triggeredBy;
    }

    /** {@return the user who decided, or null for any} */
    public @Nullable String reviewedBy() {
        return reviewedBy;
    }

    /** {@return the idempotency key asked for, or null for any} */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /** {@return the earliest moment, or null for any} */
    public @Nullable Instant createdFrom() {
        return createdFrom;
    }

    /** {@return the id that all listed are older than, or null} */
    public @Nullable ProposalId before() {
        return before;
    }

    /** {@return the size of a page} */
    public int limit() {
        return limit;
    }

    /** Whether a proposal is meant, apart from paging: the meaning of the query, for stores that have no other. */
    boolean matches(Proposal proposal) {
        return proposal.tenant().equals(tenant)
                && (statuses.isEmpty() || statuses.contains(proposal.status()))
                && (tool == null || tool.equals(proposal.tool()))
                && (triggeredBy == null || triggeredBy.equals(proposal.triggeredBy()))
                && (reviewedBy == null
                        || Objects.equals(reviewedBy, proposal.state().review().reviewedBy()))
                && (idempotencyKey == null
                        || idempotencyKey.equals(proposal.content().arguments().idempotencyKey()))
                && (createdFrom == null || !proposal.createdAt().isBefore(createdFrom));
    }
}
