package io.toolgateway.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** What the test's own surroundings answered a worker between its claim and its start. */
final class Asked {

    final String token;
    final long fence;

    @Nullable
    Boolean entitled;

    @Nullable
    String version;

    Asked(String token, long fence) {
        this.token = token;
        this.fence = fence;
    }
}
