package io.toolgateway.examples.supportdesk;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who has subscribed to which plan. */
final class Subscriptions {

    /** One customer's subscription to one plan; its version grows with every change. */
    record Subscription(String customer, String plan, boolean active, int version) {

        String etag() {
            return customer + "/" + plan + "/" + version;
        }
    }

    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final Consumer<String> journal;

    Subscriptions(Consumer<String> journal) {
        this.journal = journal;
    }

    synchronized void add(String customer, String plan) {
        put(new Subscription(customer, plan, true, 1));
    }

    synchronized Optional<Subscription> find(String customer, String plan) {
        return Optional.ofNullable(subscriptions.get(customer + "/" + plan));
    }

    /** Cancels a subscription that is still as it was; false if it has changed, and then nothing is done. */
    synchronized boolean cancel(String customer, String plan, @Nullable String etag) {
        Subscription subscription = find(customer, plan).orElseThrow();
        if (!subscription.etag().equals(etag)) {
            return false;
        }
        put(new Subscription(customer, plan, false, subscription.version() + 1));
        journal.accept("cancelled " + plan + " of " + customer);
        return true;
    }

    private void put(Subscription subscription) {
        subscriptions.put(subscription.customer() + "/" + subscription.plan(), subscription);
    }
}
