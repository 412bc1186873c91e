package io.toolgateway.store;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads a store by another road than the seam: plain SQL, plain Redis commands, a look into the table. */
public interface StatusProbe {

    /** The row of a proposal, of whatever tenant. */
    Optional<Row> row(ProposalId id);

    /** How many proposals there are, of all tenants. */
    long rows();

    /** The ids of the messages in the outbox, in their order. */
    List<UUID> outbox();

    /** What has been taken out of a limit; empty if nothing is known of it. */
    Optional<BigDecimal> reserved(String limit);

    /**
     * What a row says.
     *
     * @param status its status
     * @param version its version
     * @param fence its fence
     * @param whole something that differs, by equals, as soon as anything of the row differs, such as the row as text
     */
    record Row(ProposalStatus status, long version, long fence, Object whole) {}
}
