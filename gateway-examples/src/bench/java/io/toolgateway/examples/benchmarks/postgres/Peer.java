package io.toolgateway.examples.benchmarks.postgres;

/** A library that keeps jobs in the same database and runs them. */
interface Peer extends AutoCloseable {

    String name();

    /** Stores a job, on record when it returns. */
    void enqueue() throws Exception;

    /** Runs what is stored from now on. */
    void start();

    /** Ends the workers. */
    @Override
    void close();
}
