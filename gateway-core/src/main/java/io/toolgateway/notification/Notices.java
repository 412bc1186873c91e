package io.toolgateway.notification;

import io.toolgateway.caller.Caller;
import io.toolgateway.store.Inbox;
import io.toolgateway.store.ProposalStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The notifications that a person finds in the application itself, with marks of what was read: filled by
 * {@link Subscription#inApp}. Each sees what is for them, by name or by a role that they hold now, in their tenant, of the last 30 days.
 *
 * <p>Threads: safe for concurrent use. Each method may throw {@link io.toolgateway.store.StoreException}.
 *
 * @since 0.1
 */
public final class Notices {

    private final ProposalStore store;

    /**
     * Creates the notices of a store. Made by the gateway.
     *
     * @param store where they are kept
     */
    public Notices(ProposalStore store) {
        this.store = store;
    }

    /**
     * Lists the newest.
     *
     * @param reader the person, from the host's authenticated session
     * @param limit how many at most, 1 to 200
     * @return the notices, newest first
     */
    public List<Notice> newest(Caller reader, int limit) {
        return before(reader, Inbox.NEWEST, limit);
    }

    /**
     * Lists those before one.
     *
     * @param reader the person, from the host's authenticated session
     * @param number the number of the last one of the page before
     * @param limit how many at most, 1 to 200
     * @return the notices, newest first; empty if there are no more
     */
    public List<Notice> before(Caller reader, long number, int limit) {
        store.requireStorable(reader);
        List<Notice> notices = new ArrayList<>();
        long from = number;
        List<Inbox.Item> page;
        do {
            page = store.inbox().list(reader, from, limit - notices.size());
            for (Inbox.Item item : page) {
                // What a later version has written is not shown.
                NotificationForm.read(item.entry().tenant(), item.entry().body())
                        .ifPresent(one -> notices.add(new Notice(one, item.number(), item.at(), item.isRead())));
                from = item.number();
            }
        } while (!page.isEmpty() && notices.size() < limit);
        return notices;
    }

    /**
     * Counts what the person has not read, as far as it matters.
     *
     * @param reader the person, from the host's authenticated session
     * @return how many, {@link Inbox#MOST_COUNTED} if as many or more
     */
    public long unread(Caller reader) {
        store.requireStorable(reader);
        return store.inbox().unread(reader);
    }

    /**
     * Marks as read, for this person alone.
     *
     * <p>Repeat: does nothing.
     *
     * @param reader the person, from the host's authenticated session
     * @param ids the notifications' ids; those that are not for this person are passed over
     */
    public void markRead(Caller reader, Collection<UUID> ids) {
        store.requireStorable(reader);
        store.inbox().markRead(reader, ids);
    }

    /**
     * Marks all as read, for this person alone.
     *
     * @param reader the person, from the host's authenticated session
     */
    public void markAllRead(Caller reader) {
        store.requireStorable(reader);
        store.inbox().markAllRead(reader);
    }
}
