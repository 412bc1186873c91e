package io.toolgateway.examples.supportdesk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One tenant's back end: what the tools read and change, and a journal of every change that was made. */
final class Shop {

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Orders orders = new Orders(journal::add);
    private final Accounts accounts = new Accounts(journal::add);
    private final Subscriptions subscriptions = new Subscriptions(journal::add);
    private final Tickets tickets = new Tickets(journal::add);
    private final Map<String, Long> stock;

    Shop(Map<String, Long> stock) {
        this.stock = Map.copyOf(stock);
    }

    Orders orders() {
        return orders;
    }

    Accounts accounts() {
        return accounts;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Tickets tickets() {
        return tickets;
    }

    long inStock(String sku) {
        return stock.getOrDefault(sku, 0L);
    }

    /** {@return every change, in order, as a snapshot} */
    List<String> journal() {
        return List.copyOf(journal);
    }
}
