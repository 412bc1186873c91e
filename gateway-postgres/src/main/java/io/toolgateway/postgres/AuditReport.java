package io.toolgateway.postgres;

import java.util.List;

/**
 * What a verification looked at, and what it found.
 *
 * @param proposals how many proposals were checked against their events
 * @param events how many events were checked against their hashes
 * @param removed of how many more only the place and the hash are left: see {@link HistoryArchive}
 * @param unsealed how many of all came after the last seal that was there when it began
 * @param seals how many seals were checked against their events
 * @param switchChanges how many changes of switches were checked
 * @param removals who removed history, oldest first; empty in a verification of one proposal. Compare it with the removals that
 *     you know of
 * @param findings what is wrong, the first 1,000; empty if all is as it was written
 * @param found how many there are in all
 * @since 0.1
 */
public record AuditReport(
        long proposals,
        long events,
        long removed,
        long unsealed,
        long seals,
        long switchChanges,
        List<AuditRemoval> removals,
        List<AuditFinding> findings,
        long found) {

    /** Copies the lists. */
    public AuditReport {
        removals = List.copyOf(removals);
        findings = List.copyOf(findings);
    }

    /** {@return whether nothing is wrong} */
    public boolean isIntact() {
        return found == 0;
    }
}
