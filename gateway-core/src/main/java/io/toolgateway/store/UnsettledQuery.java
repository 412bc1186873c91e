package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which proposals with an unknown outcome that nobody has settled to list, oldest first: those of a tenant, for people, or those of
 * some tools, whoever's, for a host that can ask the systems behind them: these without undos, and without what a chain could not
 * undo, of which the systems have no answer.
 *
 * @param tenant whose; null where tools are named
 * @param tools of which tools; empty where a tenant is named
 * @param after only those younger than this one, or null from the oldest on
 * @param limit how many at most, 1 to 1,000
 * @since 0.1
 */
public record UnsettledQuery(
        @Nullable TenantId tenant,
        Set<String> tools,
        @Nullable ProposalId after,
        int limit) {

    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 50;

    /** Refuses to look across tenants for no tool in particular. */
    public UnsettledQuery {
        tools = Set.copyOf(tools);
        tools.forEach(tool -> Storable.required(tool, "tool's name"));
        if ((tenant == null) == tools.isEmpty()) {
            throw new IllegalArgumentException("name a tenant, or else tools");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_LIMIT + " proposals");
        }
    }

    /**
     * Those of a tenant, 50 a page.
     *
     * @param tenant the tenant
     * @return the query
     */
    public static UnsettledQuery of(TenantId tenant) {
        return new UnsettledQuery(tenant, Set.of(), null, DEFAULT_LIMIT);
    }

    /**
     * Those of some tools, of all tenants, 50 a page. For workers, never to be shown to a person.
     *
     * @param tools at least one name
     * @return the query
     */
    public static UnsettledQuery ofTools(Set<String> tools) {
        return new UnsettledQuery(null, tools, null, DEFAULT_LIMIT);
    }

    /**
     * The next page.
     *
     * @param last the last one of the page before, or null from the oldest on
     * @return a copy
     */
    public UnsettledQuery after(@Nullable ProposalId last) {
        return new UnsettledQuery(tenant, tools, last, limit);
    }

    /**
     * Pages of this size.
     *
     * @param limit 1 to 1,000
     * @return a copy
     */
    public UnsettledQuery limit(int limit) {
        return new UnsettledQuery(tenant, tools, after, limit);
    }

    /**
     * Whether a proposal is meant, apart from the size of the page: the meaning of the query, for stores that have no other.
     *
     * @param proposal a proposal
     * @return true if it is
     */
    public boolean matches(Proposal proposal) {
        boolean isMeant = tenant == null
                ? tools.contains(proposal.tool()) && proposal.isUnsettledForHook()
                : tenant.equals(proposal.tenant()) && proposal.isUnsettled();
        return isMeant && (after == null || proposal.id().compareTo(after) > 0);
    }
}
