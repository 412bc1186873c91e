package io.toolgateway.examples.supportdesk;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.RequestRecord;
import io.toolgateway.audit.Timeline;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tells every story of the support desk on the console, and then what is on record: of one request, and of all tools.
 *
 * @since 0.1
 */
public final class SupportDesk {

    /** One story lets a day pass. */
    private static final Duration WINDOW = Duration.ofDays(2);

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
        List<AuditEvent> request = List.of();
        List<AuditEvent> all = new ArrayList<>();
        for (Story story : Stories.ALL) {
            out.printf("%n%d. %s%n", ++number, story.title());
            try (Scene scene = story.tell(store)) {
                scene.transcript().lines().forEach(out::println);
                all.addAll(scene.desk().events());
                if (story == Stories.TICKET_INSTEAD_OF_REFUND) {
                    request = scene.record();
                }
            }
        }
        printRequest(request, out);
        printTools(all, out);
    }

    /** One request as the auditor reads it: as JSON, and event by event. */
    private static void printRequest(List<AuditEvent> events, PrintStream out) {
        out.printf("%nOne request on record%n%n");
        RequestRecord.of(events).ifPresent(record -> out.println(Pretty.json(record)));
        out.println();
        out.print(Timeline.of(events));
    }

    private static void printTools(List<AuditEvent> events, PrintStream out) {
        Instant latest =
                events.stream().map(AuditEvent::at).max(Instant::compareTo).orElseThrow();
        out.printf("%nAll tools in all stories, one of which let a day pass%n%n");
        out.print(ToolTable.of(events, WINDOW, latest));
    }
}
