package io.toolgateway.examples.benchmarks.postgres;

/** What is measured. */
@FunctionalInterface
interface Work {

    /**
     * Does one thing.
     *
     * @param caller which of the callers, from 0
     * @return how many it counts for; 0 if there is nothing left to do
     */
    int once(int caller) throws Exception;
}
