package io.toolgateway.examples.supportdesk;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.examples.portal.model.Models;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Serves the support desk as a page until it is interrupted: in memory, or over the record on Postgres, with or without Redis, which
 * is gone on with and not dropped.
 */
final class Serving {

    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final int port;
    private final Model model;
    private final PrintStream out;

    /**
     * Chooses the model.
     *
     * @throws IllegalArgumentException if there is no key for the one that was asked for
     */
    Serving(int port, @Nullable String model, Map<String, String> environment, PrintStream out) {
        this.port = port;
        this.model = Models.choose(environment, model);
        this.out = out;
    }

    void inMemory() throws IOException {
        serve(new InMemoryProposalStore(TimeSource.SYSTEM), "in memory: what was proposed is gone when it ends");
    }

    void on(PostgresRecord record, @Nullable String view) throws IOException {
        if (view == null) {
            try (PostgresProposalStore store = record.store()) {
                serve(store, "with its record on Postgres");
            }
        } else {
            try (RedisView shown = new RedisView(view);
                    PostgresProposalStore store = record.shownOn(shown.live())) {
                serve(store, "with its record on Postgres and its view on Redis");
            }
        }
    }

    private void serve(ProposalStore store, String where) throws IOException {
        try (DeskPortal portal = open(store)) {
            out.println("The support desk of an online retailer as a page, " + where + ".");
            out.println("The assistant: " + model.name() + ".");
            out.println();
            out.println("    " + portal.address());
            out.println();
            out.println("It runs until you press Ctrl-C.");
            awaitEnd();
        }
    }

    /** At the usual port, or if that is taken at any; at the one that was asked for, or not at all. */
    private DeskPortal open(ProposalStore store) throws IOException {
        try {
            return open(store, port);
        } catch (BindException e) {
            if (port != Options.USUAL_PORT) {
                throw e;
            }
            return open(store, 0);
        }
    }

    private DeskPortal open(ProposalStore store, int atPort) throws IOException {
        return DeskPortal.open(
                store,
                TimeSource.SYSTEM,
                model,
                GatewayListener.NO_OP,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort));
    }

    /** Until this thread is interrupted, or the JVM is told to end, which then waits for the end of this. */
    private static void awaitEnd() {
        Thread serving = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            ended.countDown();
            try {
                serving.join(LONGEST_END.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
