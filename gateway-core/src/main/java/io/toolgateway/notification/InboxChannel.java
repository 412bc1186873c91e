package io.toolgateway.notification;

import io.toolgateway.store.Inbox;

/** Puts notifications where people find them in the application itself. */
final class InboxChannel implements NotificationChannel {

    private final Inbox inbox;

    InboxChannel(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public Delivery deliver(Notification notification) {
        inbox.put(new Inbox.Entry(
                notification.id(),
                notification.tenant(),
                notification.audience(),
                NotificationForm.write(notification)));
        return Delivery.delivered();
    }
}
