package io.toolgateway.postgres;

import java.util.List;

/**
 * What a verification looked at, and what it found.
 *
 * @param proposals how many proposals were checked against their events
 * @param events how many events were checked against their hashes
 * @param unsealed how many of them came after the last seal that was there when it began
 * @param seals how many seals were checked against their events
 * @param switchChanges how many changes of switches were checked
 * @param findings what is wrong, the first 1,000; empty if all is as it was written
 * @param found how many there are in all
 * @since 0.1
 */
public record AuditReport(
        long proposals,
        long events,
        long unsealed,
        long seals,
        long switchChanges,
        List<AuditFinding> findings,
        long found) {

    /** Copies the findings. */
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** {@return whether nothing is wrong} */
    public boolean isIntact() {
        return found == 0;
    }
}
