package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@link HistoryArchive} did.
 *
 * @param removal the removal that it put on record; null if it found nothing to remove, or something that did not verify
 * @param proposals how many proposals it removed, also those that an earlier run had left; after a lost connection perhaps not
 *     all are counted
 * @param events how many events it removed, as above
 * @param staying old proposals that stay, the first 1,000, oldest first
 * @param stayed how many there are in all
 * @param findings what did not verify, the first 1,000; if there is any, nothing new was removed
 * @since 0.1
 */
public record ArchiveReport(
        @Nullable AuditRemoval removal,
        long proposals,
        long events,
        List<Staying> staying,
        long stayed,
        List<AuditFinding> findings) {

    /** Copies the lists. */
    public ArchiveReport {
        staying = List.copyOf(staying);
        findings = List.copyOf(findings);
    }

    /**
     * An old proposal that stays, with all of its events.
     *
     * @param tenant its tenant
     * @param proposal the proposal
     * @param why what holds it
     */
    public record Staying(TenantId tenant, ProposalId proposal, Why why) {

        /** Refuses null. */
        public Staying {
            Objects.requireNonNull(tenant, "tenant");
            Objects.requireNonNull(proposal, "proposal");
            Objects.requireNonNull(why, "why");
        }
    }

    /** What holds an old proposal. New reasons may come. */
    public enum Why {
        /** It is pending or approved. */
        OPEN,
        /** Its outcome is unknown, and no person has settled it. */
        UNKNOWN_OUTCOME,
        /** Something happened to it after the limit, if only that it was asked for again. */
        LATER_EVENTS,
        /** Another step of its chain stays. */
        CHAIN
    }
}
