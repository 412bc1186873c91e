package io.toolgateway.live;

import io.toolgateway.caller.TenantId;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What is shown and delivered beside a record: how much waits for people, what happened to it, that there is work. It may be
 * behind the record, for about a second, and is never ahead of it. Nothing is decided by it: losing it costs time and nothing else.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public interface LiveView extends AutoCloseable {

    /**
     * Follows a record from now on, until it is closed: what {@link #show} was not told, or could not show, is found and shown.
     *
     * @param record the record
     * @throws IllegalStateException if it follows one already
     */
    void follow(RecordFeed record);

    /**
     * The view's epoch, which ends when the view is lost or made anew.
     *
     * @return a text to be read before a transaction is begun, and given to {@link #show} with what it has committed
     */
    String epoch();

    /**
     * Shows what was committed. What cannot be shown now is shown later: this never throws for want of a server.
     *
     * @param epoch as it was before the transaction
     * @param committed what was committed
     */
    void show(String epoch, Committed committed);

    /** Wakes whoever waits for work: what could not be claimed before may be now. Never throws for want of a server. */
    void wake();

    /**
     * How many proposals of a tenant wait for people.
     *
     * @param tenant the tenant
     * @return the number, which may be about a second old; empty if it cannot be told now, and the record has to be asked
     */
    OptionalLong pending(TenantId tenant);

    /** {@return whether {@link #awaitWork} would hear of work now} */
    boolean isHeard();

    /**
     * Waits until there may be something to claim, on whichever host it was made ready.
     *
     * @param atMost how long to wait
     * @return false if nothing was heard of
     * @throws InterruptedException if the thread is interrupted
     * @throws io.toolgateway.store.StoreException if the view cannot be reached, perhaps before the time is over
     */
    boolean awaitWork(Duration atMost) throws InterruptedException;

    /** Follows no more. What the view stands on is the host's to close. */
    @Override
    void close();
}
