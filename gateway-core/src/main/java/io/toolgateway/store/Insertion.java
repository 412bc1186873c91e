package io.toolgateway.store;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import java.math.BigDecimal;
import java.util.List;

/**
 * What became of new proposals.
 *
 * @since 0.1
 */
public sealed interface Insertion {

    /**
     * They are stored, all of them.
     *
     * @param proposals in the order given
     * @param events what was recorded with them
     */
    record Stored(List<Proposal> proposals, List<AuditEvent> events) implements Insertion {}

    /**
     * The same calls were stored before, under the same keys; nothing was stored now.
     *
     * @param proposals as they stand, in the order given
     */
    record Existing(List<Proposal> proposals) implements Insertion {}

    /**
     * Another call was stored before under one of the keys; nothing was stored now.
     *
     * @param proposal the other call
     */
    record KeyConflict(Proposal proposal) implements Insertion {}

    /**
     * A tool was switched off; nothing was stored.
     *
     * @param tool its name
     */
    record ToolOff(String tool) implements Insertion {}

    /**
     * A limit would have been passed; nothing was stored.
     *
     * @param key the limit
     * @param left how much is left of it; zero or more
     */
    record OverLimit(String key, BigDecimal left) implements Insertion {}
}
