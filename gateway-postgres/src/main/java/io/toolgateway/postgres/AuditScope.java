package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;
import org.jspecify.annotations.Nullable;

/**
 * What is verified.
 *
 * @param tenant one tenant alone, or null for all
 * @param proposal one proposal of the tenant alone, or null
 */
record AuditScope(@Nullable TenantId tenant, @Nullable ProposalId proposal) {

    /** A condition on rows, with one parameter: {@link #tenantOrNull()}. */
    String on(String row, String proposalColumn, Sql sql) {
        String ofTenant = tenant == null
                ? "?::text IS NULL"
                : row + ".tenant_id = ?::text::" + sql.hostIds().type();
        return proposal == null ? ofTenant : ofTenant + " AND " + row + "." + proposalColumn + " = '" + proposal + "'";
    }

    @Nullable
    String tenantOrNull() {
        return tenant == null ? null : tenant.value();
    }

    boolean includes(TenantId other) {
        return tenant == null || tenant.equals(other);
    }
}
