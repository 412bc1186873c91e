package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification has counted and found so far.
 *
 * <p>Threads: confined to one.
 */
final class Findings {

    private static final int KEPT = 1_000;

    private final List<AuditFinding> kept = new ArrayList<>();
    private long found;
    private long proposals;
    private long events;
    private long unsealed;
    private long seals;
    private long switchChanges;
    private long removed;
    private List<AuditRemoval> removals = List.of();

    void add(AuditFinding.Kind kind, @Nullable String tenant, String where) {
        found++;
        if (kept.size() < KEPT) {
            kept.add(new AuditFinding(kind, tenant == null || tenant.isBlank() ? null : TenantId.of(tenant), where));
        }
    }

    void add(AuditFinding.Kind kind, StoredEvent event) {
        add(kind, event.tenant(), "event " + event.number());
    }

    void add(AuditFinding.Kind kind, SealRow seal) {
        add(kind, seal.tenant(), "seal " + seal.number());
    }

    void countProposals(long more) {
        proposals += more;
    }

    void countEvent() {
        events++;
    }

    void countUnsealed() {
        unsealed++;
    }

    void countSeal() {
        seals++;
    }

    void countSwitchChanges(long more) {
        switchChanges += more;
    }

    void countRemoved() {
        removed++;
    }

    void keep(List<AuditRemoval> all) {
        removals = all;
    }

    boolean isEmpty() {
        return found == 0;
    }

    AuditReport report() {
        return new AuditReport(proposals, events, removed, unsealed, seals, switchChanges, removals, kept, found);
    }
}
