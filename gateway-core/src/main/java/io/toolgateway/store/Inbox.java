package io.toolgateway.store;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What people find in the application itself, with marks of what each has read. An entry is kept once, whoever it is for: who holds a
 * role sees what is for the role, also what came before; each user marks for themselves.
 *
 * <p>Effect: entries of a tenant that are older than {@link #KEPT_FOR} are not shown any more, and are removed when others come.
 *
 * <p>Threads: safe for concurrent use. Each method may throw {@link StoreException}.
 *
 * @since 0.1
 */
public interface Inbox {

    /** How long an entry is shown. */
    Duration KEPT_FOR = Duration.ofDays(30);

    /** Entries that one call lists at most. */
    int LARGEST_PAGE = 200;

    /** How far unread entries are counted: nobody reads a thousand. */
    int MOST_COUNTED = 1_000;

    /** Before the newest of all entries. */
    long NEWEST = Long.MAX_VALUE;

    /**
     * Puts an entry where those whom it is for find it.
     *
     * <p>Repeat: an id that is there already is no second entry.
     *
     * @param entry the entry
     */
    void put(Entry entry);

    /**
     * Lists what is for a person, newest first.
     *
     * @param reader the person, with the roles held now
     * @param before the {@link Item#number()} that the page before ended with, or {@link #NEWEST}
     * @param limit how many at most, 1 to {@link #LARGEST_PAGE}
     * @return the entries; fewer than the limit mean that there are no more
     */
    List<Item> list(Caller reader, long before, int limit);

    /**
     * Counts what is for a person and not read.
     *
     * @param reader the person, with the roles held now
     * @return how many, {@link #MOST_COUNTED} if as many or more
     */
    long unread(Caller reader);

    /**
     * Marks entries as read by a person, for nobody else.
     *
     * <p>Repeat: does nothing.
     *
     * @param reader the person, with the roles held now
     * @param ids of entries; those that are not for this person are passed over
     */
    void markRead(Caller reader, Collection<UUID> ids);

    /**
     * Marks all that is for a person as read.
     *
     * @param reader the person, with the roles held now
     */
    void markAllRead(Caller reader);

    /**
     * An entry.
     *
     * @param id its id, the same each time it is put
     * @param tenant whose
     * @param audience who of the tenant it is for; not nobody
     * @param body JSON text without secrets, at most 10,000 characters
     */
    record Entry(UUID id, TenantId tenant, Audience audience, String body) {

        private static final int LONGEST_BODY = 10_000;

        /** Refuses what no store can hold. */
        public Entry {
            Storable.required(body, "entry's body");
            if (body.length() > LONGEST_BODY) {
                throw new IllegalArgumentException("an entry's body has at most " + LONGEST_BODY + " characters");
            }
            if (audience.isNobody()) {
                throw new IllegalArgumentException("an entry is for somebody");
            }
        }

        /** Names only: the body is its writer's business. */
        @Override
        public String toString() {
            return "Entry[" + id + " for " + audience + "]";
        }
    }

    /**
     * An entry as a person finds it.
     *
     * @param entry the entry
     * @param number its place: newer ones have higher numbers
     * @param at when it was put, by the store's clock
     * @param isRead whether this person has marked it
     */
    record Item(Entry entry, long number, Instant at, boolean isRead) {}

    /**
     * Refuses a size that no page has.
     *
     * @param limit how many entries
     * @return the same
     */
    static int requireLimit(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " entries, not " + limit);
        }
        return limit;
    }
}
