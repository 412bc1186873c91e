package io.toolgateway.notification;

/**
 * Brings notifications to people: a webhook, a chat, mail. The library has {@link WebhookChannel}, {@link SlackChannel} and
 * {@link Subscription#inApp}; a host may bring others.
 *
 * <p>Repeat: at least once, so a notification may come again; its {@link Notification#id()} is the same then, and a receiver that must
 * not tell twice goes by it.
 *
 * <p>Threads: must be safe for concurrent use. Each channel of a process is asked on a thread of its own, for one notification at a
 * time: one that is slow keeps nothing back but its own. It should end within a minute, since another process takes the notification
 * up after two.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface NotificationChannel {

    /**
     * Delivers a notification.
     *
     * @param notification what to tell, and whom
     * @return what came of it; what it throws is taken for a {@link Delivery.Retry}
     */
    Delivery deliver(Notification notification);
}
