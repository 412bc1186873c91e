package io.toolgateway.examples.benchmarks.postgres;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/** gruelbox' transaction-outbox: runs what it stores at once, on 16 threads. */
final class Outbox implements Peer {

    private static final int THREADS = 16;

    private final TransactionManager transactions;
    private final TransactionOutbox outbox;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "outbox");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isStarted;

    /** What it calls. */
    static class Job {

        private final Runnable job;

        Job(Runnable job) {
            this.job = job;
        }

        /** The scheduled call. */
        public void run(String arguments) {
            job.run();
        }
    }

    Outbox(DataSource pool, Runnable job) {
        Submitter submitter = Submitter.withExecutor(executor);
        this.transactions = TransactionManager.fromDataSource(pool);
        this.outbox = TransactionOutbox.builder()
                .transactionManager(transactions)
                .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
                .instantiator(Instantiator.using(type -> new Job(job)))
                .submitter((entry, processor) -> {
                    if (isStarted) {
                        submitter.submit(entry, processor);
                    }
                })
                .build();
    }

    @Override
    public String name() {
        return "transaction-outbox";
    }

    @Override
    public void enqueue() {
        transactions.inTransaction(() -> outbox.schedule(Job.class).run(Subject.ARGUMENTS));
    }

    @Override
    public void start() {
        isStarted = true;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
