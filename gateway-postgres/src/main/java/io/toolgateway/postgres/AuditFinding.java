package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Something on record that is not as it was written.
 *
 * @param kind what is wrong
 * @param tenant whose record it is; null for what belongs to no tenant, and where the tenant itself cannot be read
 * @param where the table's row: {@code event 17}, {@code proposal 0193...}, {@code seal 3}, {@code switch change 2}; holds no
 *     argument and no text of a user
 * @since 0.1
 */
public record AuditFinding(Kind kind, @Nullable TenantId tenant, String where) {

    /** What can be wrong. New kinds may come. */
    public enum Kind {
        /** An event's columns do not give its hash. */
        EVENT_CHANGED("its columns do not give its hash"),
        /** An event's transaction has not been yet. */
        EVENT_OUT_OF_TIME("its transaction has not been yet"),
        /** An event is of a proposal that is not there. */
        PROPOSAL_MISSING("its proposal is not there"),
        /** A proposal's events have a gap, are twice, or do not follow each other. */
        CHAIN_BROKEN("its events do not follow each other without a gap"),
        /** A proposal's row has another version or head than its last event. */
        HEAD_DIFFERS("its version and head are not those of its last event"),
        /** What was proposed is not what its first event holds the hash of. */
        CONTENT_CHANGED("what was proposed is not what its first event holds the hash of"),
        /** Where a proposal stands is not what its last event holds the hash of. */
        STATE_CHANGED("where it stands is not what its last event holds the hash of"),
        /** The votes of a proposal's row are not those in their own table. */
        VOTES_DIFFER("its votes are not those in their own table"),
        /** A row cannot be read. */
        UNREADABLE("it cannot be read"),
        /** A seal's columns do not give its hash. */
        SEAL_CHANGED("its columns do not give its hash"),
        /** A seal does not follow the one before it: one is missing, or moved. */
        SEAL_BROKEN("it does not follow the seal before it"),
        /** Under a seal there are other events, or in another order, than were sealed. */
        SEALED_EVENTS_DIFFER("the events under it are not those that were sealed"),
        /** An event was sealed, or should have been, and no seal is over it. */
        SEAL_MISSING("no seal is over it, though everything of its time was sealed"),
        /** A seal that the host kept elsewhere is not among the seals. */
        ANCHOR_DIFFERS("it is not the seal that was kept elsewhere"),
        /** The changes of the switches do not follow each other, or do not lead to what is off now. */
        SWITCHES_CHANGED("it does not fit the changes before it, or what is off now"),
        /** The removals of history do not follow each other, or reach beyond what was sealed. */
        REMOVALS_CHANGED("it does not fit the removals before it, or what is sealed"),
        /** An event is gone, and no removal reaches to it. */
        EVENT_GONE("it is gone, and no removal reaches to it");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@return a sentence about the row, for a report} */
        public String text() {
            return text;
        }
    }

    /** {@return one line for a console} */
    @Override
    public String toString() {
        return kind + " " + where + (tenant == null ? "" : " of " + tenant) + ": " + kind.text();
    }
}
