package io.toolgateway.examples.supportdesk;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.RequestRecord;
import io.toolgateway.audit.Timeline;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Tells every story of the support desk on the console, and then what is on record: of one request, and of all tools. Over
 * Postgres also the program of an auditor, who asks for the record of one request; with Redis beside it a scene in which several
 * processes work. And the same desk as a page, for whoever wants to play in the stories.
 *
 * @since 0.1
 */
public final class SupportDesk {

    private static final int FINE = 0;
    private static final int RECORD_CHANGED = 1;
    private static final int NOT_DONE = 2;

    /** One story lets a day pass. */
    private static final Duration WINDOW = Duration.ofDays(2);

    private SupportDesk() {}

    /**
     * Runs the program. It ends with 0; with 1 if a record was verified and is not as it was written; with 2 if an option is
     * wrong or the database cannot be used.
     *
     * @param args none for a store in memory; {@code --store=jdbc:postgresql://host/database?user=...} for one on Postgres, in
     *     the schema {@code support_desk}, which is made anew; with it {@code --view=redis://host:port} to show it on Redis, too, and
     *     to let two more processes work; or {@code --audit=req_9} to tell nothing, and to show what is on record there of that
     *     request and verify the whole record;
     *     {@code --serve=8080} to tell nothing and serve a page, over a record that is gone on with, see {@link DeskPortal}; with it
     *     {@code --model=recorded} or the name of a provider's model
     */
    public static void main(String[] args) {
        int code = run(System.out, System.err, args);
        if (code != FINE) {
            System.exit(code);
        }
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        Options options;
        Serving serving;
        try {
            options = Options.of(args);
            serving = options.serve() == null
                    ? null
                    : new Serving(options.serve(), options.model(), System.getenv(), out);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return NOT_DONE;
        }
        String url = options.store();
        try {
            if (url == null && serving != null) {
                serving.inMemory();
                return FINE;
            }
        } catch (IOException e) {
            return notServed(options, e, err);
        }
        if (url == null) {
            out.println("The support desk of an online retailer, in memory. Each story starts at a fresh desk.");
            tellAll(InMemoryProposalStore::new, out);
            return FINE;
        }
        try (PostgresRecord record = new PostgresRecord(url)) {
            if (serving != null) {
                serving.on(record, options.view());
                return FINE;
            }
            if (options.audit() != null) {
                return audit(record, options.audit(), out);
            }
            tellAll(record, options.view(), out);
            return FINE;
        } catch (PoolInitializationException | StoreException | SQLException e) {
            err.println("The database of the option store cannot be used: " + e.getMessage());
        } catch (JedisException e) {
            err.println("The Redis of the option view cannot be used: " + e.getMessage());
        } catch (IOException e) {
            return notServed(options, e, err);
        } catch (IllegalStateException e) {
            err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return NOT_DONE;
    }

    private static int notServed(Options options, IOException fault, PrintStream err) {
        err.println("The page cannot be served on port " + options.serve() + ": " + fault.getMessage());
        return NOT_DONE;
    }

    private static void tellAll(PostgresRecord record, @Nullable String view, PrintStream out)
            throws SQLException, InterruptedException {
        if (view == null) {
            introduce("Postgres", out);
            record.drop();
            tellAll(record.store(), out);
        } else {
            try (RedisView shown = new RedisView(view)) {
                introduce("Postgres and Redis", out);
                record.drop();
                shown.drop();
                tellAll(record.shownOn(shown.live()), out);
                out.printf("%n%s%n%n", BusyHour.TITLE);
                new BusyHour(record, shown).tell(out);
            }
        }
        record.seal();
        out.printf("%nThe request of story 9 is req_9: add -Daudit=req_9 to see and verify what is on record of it.%n");
    }

    private static void introduce(String where, PrintStream out) {
        out.println(
                "The support desk of an online retailer, on " + where + ". Each story starts at a fresh desk; all share"
                        + " one record, but the one that lets a day pass, which is told in memory.");
    }

    private static void tellAll(PostgresProposalStore store, PrintStream out) {
        try (store) {
            tellAll(time -> store, out);
        }
    }

    private static int audit(PostgresRecord record, String requestId, PrintStream out) {
        return record.auditTrail().print(People.RETAILER, requestId, out) ? FINE : RECORD_CHANGED;
    }

    /** Every story at a desk of its own; the store is the one thing that a deployment would choose. */
    private static void tellAll(Function<TimeSource, ProposalStore> store, PrintStream out) {
        int number = 0;
        List<AuditEvent> request = List.of();
        List<AuditEvent> all = new ArrayList<>();
        for (Story story : Stories.ALL) {
            out.printf("%n%d. %s%n", ++number, story.title());
            try (Scene scene = story.tell(story == Stories.EXPIRES ? InMemoryProposalStore::new : store)) {
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
