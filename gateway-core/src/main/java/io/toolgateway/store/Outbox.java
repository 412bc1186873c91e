package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The messages that were sent with transitions and have not been delivered yet: each is given to whoever asks until somebody
 * acknowledges it, so at least once.
 *
 * <p>Effect: what is taken is held, so that two who ask at the same time do not both deliver it; what is not acknowledged while it
 * is held comes again, after all that has waited longer by then. What is acknowledged is gone. What nobody has acknowledged
 * {@link #KEPT_FOR} after it was sent is dropped by {@link ProposalStore#sweep}, so that an outbox that nobody reads does not grow
 * for ever.
 *
 * <p>Threads: safe for concurrent use. Each method may throw {@link StoreException}; what was taken by one that did is held, and
 * comes again.
 *
 * @since 0.1
 */
public interface Outbox {

    /** How long a message is kept for those who do not ask. */
    Duration KEPT_FOR = Duration.ofDays(30);

    /**
     * Takes messages that are due and holds them. Of what is due those that have waited longest, in the order in which they were
     * sent; across tenants the order is not promised.
     *
     * @param request which, and how many
     * @return the messages; empty if none is due now
     */
    List<Message> take(TakeRequest request);

    /**
     * Says when a message that was taken comes again, since it could not be delivered now.
     *
     * <p>Repeat: counts from the last time.
     *
     * @param tenant whose; that of another tenant is left as it is
     * @param id its id; one that is not there is passed over
     * @param by how long nobody gets it from now on; more than zero, a day at most
     */
    void postpone(TenantId tenant, UUID id, Duration by);

    /**
     * Removes messages that were delivered, whoever holds them by now.
     *
     * <p>Repeat: does nothing.
     *
     * @param tenant whose; those of another tenant stay
     * @param ids their ids; ids that are not there are passed over
     */
    void acknowledge(TenantId tenant, Collection<UUID> ids);

    /**
     * A message that was taken.
     *
     * @param id its id, the same each time it comes
     * @param topic where it goes
     * @param body JSON text
     * @param attempts how often it was taken, this time included
     */
    record Message(UUID id, Topic topic, String body, int attempts) {

        /** Names only: the body is the topic's business. */
        @Override
        public String toString() {
            return "Message[" + id + " " + topic.kind() + " #" + attempts + "]";
        }
    }
}
