package io.toolgateway.notification;

import io.toolgateway.json.Storable;
import io.toolgateway.store.Announcer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a host wants people to be told, and how: declared once, when the gateway is built, and the same on every host that shares a
 * store. Whom a notification is for follows from the call: who may decide it next, by role and tenant, while it waits; whoever asked
 * for it, when it has ended; and who can find out, when nobody knows how.
 *
 * <p>Each goes out in the transaction of the move that it tells of, to each channel for itself; a channel that fails harms neither the
 * call nor another channel.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Notifications {

    private static final Duration REMINDER = Duration.ofMinutes(30);
    private static final Duration OLDEST = Duration.ofHours(24);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final List<Subscription> subscriptions;
    private Duration reminder = REMINDER;
    private Duration oldest = OLDEST;
    private Duration look = LOOK;

    private Notifications(List<Subscription> subscriptions) {
        this.subscriptions = subscriptions;
    }

    private Notifications(Notifications from) {
        this(from.subscriptions);
        this.reminder = from.reminder;
        this.oldest = from.oldest;
        this.look = from.look;
    }

    /**
     * Notifications on some channels.
     *
     * @param subscriptions the channels, each with a name of its own; none turns notifications off
     * @return the declaration
     * @throws IllegalArgumentException if two have one name
     */
    public static Notifications to(Subscription... subscriptions) {
        Set<String> names = new HashSet<>();
        for (Subscription subscription : subscriptions) {
            if (!names.add(subscription.name())) {
                throw new IllegalArgumentException("two channels are named '" + subscription.name() + "'");
            }
        }
        return new Notifications(List.of(subscriptions));
    }

    /**
     * Says how long before its time runs out those who may decide a call are reminded. A call that has less time than this from the
     * start has no reminder, and neither has one that would be due only after the 30 days for which a message is kept. Default 30 min.
     *
     * @param lead more than zero
     * @return a copy
     */
    public Notifications remindingBefore(Duration lead) {
        Notifications copy = new Notifications(this);
        copy.reminder = positive(lead, "lead of a reminder");
        return copy;
    }

    /**
     * Says how long a delivery is tried again before the notification is given up, which goes on record. Default 24 h.
     *
     * @param oldest more than zero
     * @return a copy
     */
    public Notifications givingUpAfter(Duration oldest) {
        Notifications copy = new Notifications(this);
        copy.oldest = positive(oldest, "time after which a notification is given up");
        return copy;
    }

    /**
     * Says how often each channel's notifications are looked for. Costs one query for each channel and host. Default 1 s.
     *
     * @param pause more than zero
     * @return a copy
     */
    public Notifications lookingEvery(Duration pause) {
        Notifications copy = new Notifications(this);
        copy.look = positive(pause, "pause between two looks");
        return copy;
    }

    /**
     * What is sent with moves. For the gateway.
     *
     * @param settlers the roles that find out what became of a tool's calls, by the tool's name
     * @return decides what is sent; empty if nobody listens
     */
    public List<Announcer> announcers(Function<String, Set<String>> settlers) {
        return subscriptions.isEmpty() ? List.of() : List.of(new NotificationAnnouncer(this, settlers));
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    Duration reminder() {
        return reminder;
    }

    Duration oldest() {
        return oldest;
    }

    Duration look() {
        return look;
    }

    private static Duration positive(Duration duration, String what) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("the " + what + " must be more than zero");
        }
        return Storable.required(duration, what);
    }
}
