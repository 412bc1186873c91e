package io.toolgateway.examples.benchmarks.postgres;

/** Keeps jobs in the same database and runs them: a library, or the gateway with what is approved. */
interface Peer extends AutoCloseable {

    String name();

    /** What it was told, and what it does for a job that others do not. */
    String told();

    /** Stores a job, on record when it returns. */
    void enqueue() throws Exception;

    /** Stores so many jobs before it is started. */
    default void stock(int count) throws Exception {
        Crowd.each(8, count, this::enqueue);
    }

    /** Makes ready for so many calls of enqueue(). */
    default void prepare(int count) throws Exception {}

    /** How many single jobs are measured, of so many wished for. */
    default int starts(int wished) {
        return wished;
    }

    /** Runs what is stored from now on. */
    void start();

    /** Ends the workers. */
    @Override
    void close();
}
