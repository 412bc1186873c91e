package io.toolgateway.examples.supportdesk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The ticket system: an old one that knows no keys, so that a repeat opens a second ticket. */
final class Tickets {

    /** One ticket. */
    record Ticket(String id, String order, String issue, String description) {}

    private final List<Ticket> tickets = new ArrayList<>();
    private final Consumer<String> journal;
    private boolean losesAnswers;

    Tickets(Consumer<String> journal) {
        this.journal = journal;
    }

    /** From now on tickets are opened and the answer does not arrive. */
    synchronized void loseAnswers() {
        losesAnswers = true;
    }

    synchronized String open(String order, String issue, String description) {
        Ticket ticket = new Ticket("TKT-" + (789 + tickets.size()), order, issue, description);
        tickets.add(ticket);
        journal.accept("opened " + ticket.id() + " (" + issue + ") about " + order);
        if (losesAnswers) {
            throw new IllegalStateException("connection reset");
        }
        return ticket.id();
    }

    synchronized List<Ticket> all() {
        return List.copyOf(tickets);
    }
}
