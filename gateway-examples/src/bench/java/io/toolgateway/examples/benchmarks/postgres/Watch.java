package io.toolgateway.examples.benchmarks.postgres;

/**
 * What is told of each job.
 *
 * @param started when its handler runs
 * @param done when it is on record that it has run
 */
record Watch(Runnable started, Runnable done) {

    /** A job of which nothing is asked but when it runs. */
    static Watch started(Runnable started) {
        return new Watch(started, () -> {});
    }

    /** A job of which nothing is asked but when it is done. */
    static Watch done(Runnable done) {
        return new Watch(() -> {}, done);
    }
}
