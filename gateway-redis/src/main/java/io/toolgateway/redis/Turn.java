package io.toolgateway.redis;

import io.toolgateway.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Whether it is this process' turn to keep a view up to date. Whoever has it keeps it by asking; whoever dies with it is missed
 * only for as long as it lasts. That two processes may think so at once costs work and nothing else.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Turn {

    private static final Lua TURN = Lua.named("turn");

    /** Some pauses between repairs, and more than a page of a long one takes on a busy machine; well under two seconds. */
    private static final Duration LASTS = Duration.ofMillis(1_200);

    private final Server server;
    private final Shards shards;
    private final String me = UUID.randomUUID().toString();

    Turn(Server server, Shards shards) {
        this.server = server;
        this.shards = shards;
    }

    /** Asks the first shard that answers. */
    boolean isMine() {
        StoreException failed = null;
        for (Keys keys : shards.all()) {
            try {
                Object answer =
                        server.run(TURN, List.of(keys.reconciler()), List.of(me, String.valueOf(LASTS.toMillis())));
                return Long.valueOf(1).equals(answer);
            } catch (StoreException e) {
                failed = e;
            }
        }
        throw failed == null ? new StoreException("Redis: a view without a shard", null) : failed;
    }

    /** In the middle of long work: it stays this process' turn, or what is left is another's, that has begun already. */
    void keep() {
        if (!isMine()) {
            throw new StoreException("another process repairs the live view now", null);
        }
    }
}
