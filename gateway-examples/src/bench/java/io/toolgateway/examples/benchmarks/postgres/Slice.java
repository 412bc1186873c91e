package io.toolgateway.examples.benchmarks.postgres;

/**
 * One measurement.
 *
 * @param count how much was done
 * @param nanos in how long
 * @param sorted how long each took, sorted, in nanoseconds
 * @param client CPU time of this JVM
 * @param server CPU time of the server
 * @param redis CPU time of the Redis beside it
 * @param foreign the share of the machine that others took meanwhile, 0 to 1
 */
record Slice(long count, long nanos, long[] sorted, long client, long server, long redis, double foreign) {

    double perSecond() {
        return count * 1e9 / nanos;
    }

    /** A latency in microseconds. */
    double quantile(double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e3;
    }

    double clientMicros() {
        return client / 1e3 / count;
    }

    double serverMicros() {
        return server / 1e3 / count;
    }

    double redisMicros() {
        return redis / 1e3 / count;
    }

    double cpuMicros() {
        return clientMicros() + serverMicros() + redisMicros();
    }
}
