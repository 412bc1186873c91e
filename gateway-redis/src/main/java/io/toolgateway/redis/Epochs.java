package io.toolgateway.redis;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The epochs of a view's shards, as this process knows them. An empty one is not known: nothing is shown in it.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Epochs {

    private static final String SEPARATOR = ",";

    private final AtomicReference<List<String>> known;

    Epochs(int shards) {
        this.known = new AtomicReference<>(Collections.nCopies(shards, ""));
    }

    /** All of them as one text. */
    String all() {
        return String.join(SEPARATOR, known.get());
    }

    /** What a text of {@link #all} says of a shard. */
    static String of(String all, int shard) {
        return Arrays.asList(all.split(SEPARATOR, -1)).get(shard);
    }

    String of(int shard) {
        return known.get().get(shard);
    }

    void learn(int shard, String epoch) {
        known.updateAndGet(before -> {
            if (before.get(shard).equals(epoch)) {
                return before;
            }
            String[] after = before.toArray(new String[0]);
            after[shard] = epoch;
            return List.of(after);
        });
    }
}
