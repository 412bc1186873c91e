package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Asks each shard in turn, another one first each time; one that does not answer keeps no other from its work.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Rounds {

    private final List<Keys> all;
    private final AtomicInteger turn = new AtomicInteger();

    Rounds(Shards shards) {
        this.all = shards.all();
    }

    /** Asks until there is as much as is wanted. */
    <T> List<T> collect(int limit, BiFunction<Keys, Integer, List<T>> work) {
        List<T> collected = new ArrayList<>();
        int first = Math.floorMod(turn.getAndIncrement(), all.size());
        StoreException failed = null;
        for (int i = 0; i < all.size() && collected.size() < limit; i++) {
            try {
                collected.addAll(work.apply(all.get((first + i) % all.size()), limit - collected.size()));
            } catch (StoreException e) {
                failed = e;
            }
        }
        if (collected.isEmpty() && failed != null) {
            throw failed;
        }
        return collected;
    }
}
