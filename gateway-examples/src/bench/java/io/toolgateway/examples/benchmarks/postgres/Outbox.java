package io.toolgateway.examples.benchmarks.postgres;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.gruelbox.transactionoutbox.TransactionOutboxEntry;
import com.gruelbox.transactionoutbox.TransactionOutboxListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/** gruelbox' transaction-outbox: runs what it stores at once. */
final class Outbox implements Peer {

    static final int THREADS = 16;

    private final TransactionManager transactions;
    private final TransactionOutbox outbox;
    private final ExecutorService executor;
    /** What it would have run at once: no later look at the table is as fast. */
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

    private volatile boolean isHolding;
    private volatile boolean isStarted;

    /** What it calls. */
    static class Call {

        private final Runnable started;

        Call(Runnable started) {
            this.started = started;
        }

        /** The scheduled call. */
        public void run(String arguments) {
            started.run();
        }
    }

    /**
     * Creates one whose workers are not started.
     *
     * @param threads how many jobs it runs at once
     */
    Outbox(DataSource pool, int threads, Watch watch) {
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "outbox");
            thread.setDaemon(true);
            return thread;
        });
        Submitter submitter = Submitter.withExecutor(executor);
        this.transactions = TransactionManager.fromDataSource(pool);
        this.outbox = TransactionOutbox.builder()
                .transactionManager(transactions)
                .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
                .instantiator(Instantiator.using(type -> new Call(watch.started())))
                .submitter((entry, processor) -> {
                    if (isStarted) {
                        submitter.submit(entry, processor);
                    } else if (isHolding) {
                        held.add(() -> submitter.submit(entry, processor));
                    }
                })
                .listener(new TransactionOutboxListener() {
                    @Override
                    public void success(TransactionOutboxEntry entry) {
                        watch.done().run();
                    }
                })
                .build();
    }

    @Override
    public String name() {
        return "transaction-outbox";
    }

    @Override
    public String told() {
        return "runs from memory what it stored itself, never from the table by flush(); a row is inserted, locked"
                + " while its job runs in the same transaction, and deleted; nothing stays";
    }

    @Override
    public void stock(int count) throws Exception {
        isHolding = true;
        Peer.super.stock(count);
        isHolding = false;
    }

    @Override
    public void enqueue() {
        transactions.inTransaction(() -> outbox.schedule(Call.class).run(Subject.ARGUMENTS));
    }

    @Override
    public void start() {
        isStarted = true;
        for (Runnable next = held.poll(); next != null; next = held.poll()) {
            next.run();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
