package io.toolgateway.notification;

import io.github.resilience4j.core.IntervalFunction;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.Outbox.Message;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one channel, delivered in its order, one after the other.
 *
 * <p>Threads: safe for concurrent use; one at a time delivers, another that comes meanwhile leaves it to that one.
 */
final class ChannelQueue {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationDelivery.class);

    /** Longer than a channel may take; a process that dies in the middle is followed by another after this. */
    private static final Duration HOLD = Duration.ofMinutes(2);

    /** The outbox holds nothing for longer. */
    private static final Duration HOLD_AT_MOST = Duration.ofDays(1);

    /** Added at most, so that what failed together is not tried again together. */
    private static final double SPREAD = 0.3;

    private static final IntervalFunction WAITS =
            IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(10), 4, Duration.ofHours(2));

    private static final int A_LOOK = 100;
    private static final String TOO_OLD = "it could not be delivered in time";
    private static final int SPREAD_BITS = 0xFFFF;

    private final Subscription subscription;
    private final NotificationChannel channel;
    private final Duration oldest;
    private final ProposalStore store;
    private final GatewayListener listener;
    private final TimeSource time;
    private final ChannelPause pause;
    private final AtomicBoolean isBusy = new AtomicBoolean();
    private volatile boolean isClosed;

    ChannelQueue(
            Subscription subscription,
            Duration oldest,
            ProposalStore store,
            GatewayListener listener,
            TimeSource time) {
        this.subscription = subscription;
        NotificationChannel own = subscription.channel();
        this.channel = own == null ? new InboxChannel(store.inbox()) : own;
        this.oldest = oldest;
        this.store = store;
        this.listener = listener;
        this.time = time;
        this.pause = new ChannelPause(time);
    }

    /** False if somebody is at it; else whoever asked has to {@link #deliver}. */
    boolean begin() {
        return isBusy.compareAndSet(false, true);
    }

    /** What {@link #begin} has begun does not come to anything. */
    void giveUpTurn() {
        isBusy.set(false);
    }

    void close() {
        isClosed = true;
    }

    /** Delivers what is due, until nothing is, or the channel is to be left alone; gives how many were delivered. */
    int deliver() {
        int delivered = 0;
        try {
            while (!isClosed && pause.isOver()) {
                List<Message> next = store.outbox().take(TakeRequest.of(subscription.topicKind(), 1, HOLD));
                if (next.isEmpty()) {
                    break;
                }
                delivered += deliver(next.get(0)) ? 1 : 0;
            }
        } catch (StoreException lost) {
            LOG.warn("the notifications of channel {} wait for the store: {}", name(), lost.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("channel {} could not go on; it is tried again", name(), e);
        } finally {
            isBusy.set(false);
        }
        return delivered;
    }

    private boolean deliver(Message message) {
        Optional<Notification> read = read(message);
        if (read.isEmpty()) {
            return false;
        }
        Notification notification = read.get();
        if (isTooOld(notification, Duration.ZERO)) {
            giveUp(message, notification, TOO_OLD);
            return false;
        }
        Delivery delivery = delivery(notification);
        if (delivery instanceof Delivery.Delivered) {
            pause.worked();
            acknowledge(message);
            return true;
        }
        if (delivery instanceof Delivery.GivenUp given) {
            pause.worked();
            giveUp(message, notification, given.why());
            return false;
        }
        Delivery.Retry retry = (Delivery.Retry) delivery;
        failed(message, notification, retry);
        return false;
    }

    /**
     * What is to be told, if anything. What cannot be read is left in the outbox, since another host may be of the version that wrote it.
     * A reminder of what waits no longer is none, and is dropped; of what does, it is for those who may decide now.
     */
    private Optional<Notification> read(Message message) {
        Optional<Notification> read = NotificationForm.read(message.topic().tenant(), message.body());
        if (read.isEmpty()) {
            LOG.warn("the {} cannot be read here: it is left to others", message);
            return read;
        }
        if (read.get().kind() != NotificationKind.REMINDER) {
            return read;
        }
        Optional<Notification> reminder = stillWaiting(read.get());
        if (reminder.isEmpty()) {
            acknowledge(message);
        }
        return reminder;
    }

    private Optional<Notification> stillWaiting(Notification reminder) {
        return proposal(reminder)
                .filter(proposal -> proposal.status() == ProposalStatus.PENDING)
                .filter(proposal -> time.instant().isBefore(proposal.validUntil()))
                .map(proposal -> reminder.toAudience(MoveNews.deciding(proposal)))
                .filter(subscription::wants);
    }

    private Optional<Proposal> proposal(Notification notification) {
        return store.find(notification.tenant(), notification.proposal());
    }

    @SuppressWarnings("NullAway") // a channel of the host's may return null whatever its signature says
    private Delivery delivery(Notification notification) {
        try {
            Delivery delivery = channel.deliver(notification);
            return delivery == null ? Delivery.retry("the channel said nothing") : delivery;
        } catch (Throwable e) {
            // A channel of the host's may throw whatever it likes: nothing else goes along.
            return Delivery.retry("the channel broke off with " + e.getClass().getName());
        }
    }

    private void failed(Message message, Notification notification, Delivery.Retry retry) {
        Duration wait = longer(afterAttempt(message), retry.after());
        Duration leftAlone = pause.failed();
        if (isTooOld(notification, wait)) {
            giveUp(message, notification, retry.why());
        } else {
            LOG.debug("notification {} waits on channel {}: {}", notification.id(), name(), retry.why());
            postpone(message, wait);
        }
        if (!leftAlone.isZero()) {
            LOG.warn("channel {} is left alone for {}: {}", name(), leftAlone, retry.why());
            lookThrough(leftAlone);
        }
    }

    /** While the channel is left alone nothing is tried; what has grown too old meanwhile is given up all the same. */
    private void lookThrough(Duration leftAlone) {
        boolean isMore = true;
        while (isMore && !isClosed) {
            List<Message> waiting = store.outbox().take(TakeRequest.of(subscription.topicKind(), A_LOOK, HOLD));
            isMore = waiting.size() == A_LOOK;
            for (Message message : waiting) {
                Optional<Notification> read = read(message);
                if (read.isEmpty()) {
                    continue;
                }
                if (isTooOld(read.get(), Duration.ZERO)) {
                    giveUp(message, read.get(), TOO_OLD);
                } else {
                    postpone(message, leftAlone);
                    isMore = false;
                }
            }
        }
    }

    /** Spread by the message's id, which no two have alike. */
    private static Duration afterAttempt(Message message) {
        double spread = SPREAD * (message.id().hashCode() & SPREAD_BITS) / SPREAD_BITS;
        return Duration.ofMillis(Math.round(WAITS.apply(message.attempts()) * (1 + spread)));
    }

    private Duration longer(Duration wait, Duration asked) {
        Duration most = oldest.compareTo(HOLD_AT_MOST) < 0 ? oldest : HOLD_AT_MOST;
        Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
        return longer.compareTo(most) > 0 ? most : longer;
    }

    private boolean isTooOld(Notification notification, Duration in) {
        Instant end = notification.occurredAt().plus(oldest);
        return !time.instant().plus(in).isBefore(end);
    }

    private void postpone(Message message, Duration by) {
        store.outbox().postpone(message.topic().tenant(), message.id(), by);
    }

    private void acknowledge(Message message) {
        store.outbox().acknowledge(message.topic().tenant(), List.of(message.id()));
    }

    /** On record first: a process that dies in between says it twice, and never not at all. */
    private void giveUp(Message message, Notification notification, String why) {
        LOG.warn(
                "notification {} of proposal {} is given up on channel {} after {} tries: {}",
                notification.id(),
                notification.proposal(),
                name(),
                message.attempts(),
                why);
        proposal(notification)
                .map(proposal -> AuditEvent.notificationGivenUp(
                        proposal, name(), notification.kind().text() + ": " + why, time.instant()))
                .ifPresent(event -> {
                    store.record(List.of(event));
                    listener.on(event);
                });
        acknowledge(message);
    }

    private String name() {
        return subscription.name();
    }
}
