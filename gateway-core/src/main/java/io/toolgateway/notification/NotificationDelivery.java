package io.toolgateway.notification;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Delivers the notifications of the outbox: at least once each, on each channel for itself, tried again after pauses that grow from
 * 10 s to 2 h, or that the receiver asks for, and given up when it is too old. What is given up stands in the history of the proposal as
 * {@link io.toolgateway.audit.EventType#NOTIFICATION_GIVEN_UP}, and in the log. A channel on which five tries in a row have failed is
 * left alone for half a minute, and longer each time, to ten minutes.
 *
 * <p>Done by itself beside the workers of a gateway, from {@code Executor.start()} on. A host that runs none calls {@link #deliverDue}.
 *
 * <p>Threads: safe for concurrent use, also by several hosts.
 *
 * @since 0.1
 */
public final class NotificationDelivery implements AutoCloseable {

    private final Duration look;
    private final List<ChannelQueue> queues;

    /**
     * Creates the delivery. Made by the gateway.
     *
     * @param notifications what the host has declared
     * @param store where messages wait
     * @param listener hears of what is given up
     * @param time the gateway's clock
     */
    public NotificationDelivery(
            Notifications notifications, ProposalStore store, GatewayListener listener, TimeSource time) {
        this.look = notifications.look();
        this.queues = notifications.subscriptions().stream()
                .map(one -> new ChannelQueue(one, notifications.oldest(), store, listener, time))
                .toList();
    }

    /** {@return whether there is anything to deliver to} */
    public boolean isNeeded() {
        return !queues.isEmpty();
    }

    /** {@return the pause between two looks} */
    public Duration pause() {
        return look;
    }

    /**
     * Delivers what is due on the calling thread, one channel after the other.
     *
     * @return how many were delivered
     */
    public int deliverDue() {
        int delivered = 0;
        for (ChannelQueue queue : queues) {
            if (queue.begin()) {
                delivered += queue.deliver();
            }
        }
        return delivered;
    }

    /**
     * Lets each channel that is not at it deliver what is due, on a thread of its own. Returns at once.
     *
     * @param threads run the channels
     */
    public void deliverDueOn(Executor threads) {
        for (ChannelQueue queue : queues) {
            if (queue.begin()) {
                try {
                    threads.execute(queue::deliver);
                } catch (RuntimeException | Error noThread) {
                    queue.giveUpTurn();
                    throw noThread;
                }
            }
        }
    }

    /** Begins no delivery any more; what is under way ends by itself. */
    @Override
    public void close() {
        queues.forEach(ChannelQueue::close);
    }
}
