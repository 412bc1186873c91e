package io.toolgateway.examples.supportdesk;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The retailer's orders. Writes honour the key and the version they are given, as a payment service would. */
final class Orders {

    /** One order; its version grows with every change. */
    record Order(
            String id,
            String owner,
            BigDecimal total,
            String status,
            @Nullable String tracking,
            int version) {

        boolean isRefunded() {
            return status.equals("refunded");
        }

        String etag() {
            return id + "/" + version;
        }

        private Order in(String status) {
            return new Order(id, owner, total, status, tracking, version + 1);
        }
    }

    private final Map<String, Order> orders = new HashMap<>();
    private final Map<String, String> refundsByKey = new HashMap<>();
    private final Consumer<String> journal;
    private int lastRefund = 788;

    Orders(Consumer<String> journal) {
        this.journal = journal;
    }

    synchronized void add(String id, String owner, String total, String status, @Nullable String tracking) {
        orders.put(id, new Order(id, owner, new BigDecimal(total), status, tracking, 1));
    }

    synchronized Optional<Order> find(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    Order get(String id) {
        return find(id).orElseThrow();
    }

    /** A change that someone makes by another screen. */
    synchronized void editByHand(String id, String status) {
        orders.put(id, get(id).in(status));
        journal.accept("order " + id + " set to " + status + " by hand");
    }

    /** An amount in words, with cents. */
    static String dollars(BigDecimal amount) {
        return amount.setScale(Math.max(2, amount.scale())).toPlainString() + " dollars";
    }

    /**
     * Refunds once for each key, and only an order that is still as it was.
     *
     * @return the refund's id; empty if the order has changed, and then nothing is done
     */
    synchronized Optional<String> refund(String id, BigDecimal amount, String key, @Nullable String etag) {
        String earlier = refundsByKey.get(key);
        if (earlier != null) {
            return Optional.of(earlier);
        }
        Order order = get(id);
        if (!order.etag().equals(etag)) {
            return Optional.empty();
        }
        String refund = "REF-" + ++lastRefund;
        refundsByKey.put(key, refund);
        orders.put(id, order.in("refunded"));
        journal.accept("refunded " + dollars(amount) + " of " + id + " as " + refund);
        return Optional.of(refund);
    }
}
