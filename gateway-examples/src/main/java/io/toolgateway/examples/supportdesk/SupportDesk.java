package io.toolgateway.examples.supportdesk;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.CallRecord;
import io.toolgateway.audit.Standing;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/**
 * Tells every story of the support desk on the console, and then what is on record of one request.
 *
 * @since 0.1
 */
public final class SupportDesk {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private SupportDesk() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        tellAll(InMemoryProposalStore::new, System.out);
    }

    /** Every story at a desk of its own; the store is the one thing that a deployment would choose. */
    static void tellAll(Function<TimeSource, ProposalStore> store, PrintStream out) {
        out.println("The support desk of an online retailer, in memory. Each story starts at a fresh desk.");
        int number = 0;
        for (Story story : Stories.ALL) {
            out.printf("%n%d. %s%n", ++number, story.title());
            try (Scene scene = story.tell(store)) {
                scene.transcript().lines().forEach(out::println);
                if (story == Stories.TICKET_INSTEAD_OF_REFUND) {
                    printRecord(scene, out);
                }
            }
        }
    }

    /** One request as the auditor reads it: the timeline, then each ended call as JSON. */
    private static void printRecord(Scene scene, PrintStream out) {
        out.printf("%n   On record of request %s%n", scene.request().id());
        for (AuditEvent event : scene.record()) {
            Standing standing = event.standing();
            out.printf(
                    "   %s  %-14s %-22s %s%n",
                    TIME.format(event.at()),
                    event.type().text(),
                    event.subject().tool(),
                    standing == null ? "" : "by " + standing.actor());
        }
        out.println();
        scene.record().stream()
                .filter(event -> event.execution() != null)
                .map(CallRecord::of)
                .forEach(call -> out.println("   " + call.toJson()));
    }
}
