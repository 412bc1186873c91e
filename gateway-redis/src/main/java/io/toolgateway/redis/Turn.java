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
    private final Epochs epochs;
    private final String me = UUID.randomUUID().toString();

    Turn(Server server, Shards shards, Epochs epochs) {
        this.server = server;
        this.shards = shards;
        this.epochs = epochs;
    }

    /** Asks the first shard that answers, and learns its epoch: who does not know it shows nothing. */
    boolean isMine() {
        StoreException failed = null;
        for (int shard = 0; shard < shards.all().size(); shard++) {
            Keys keys = shards.all().get(shard);
            try {
                List<?> answer = (List<?>) server.run(
                        TURN, List.of(keys.reconciler(), keys.view()), List.of(me, String.valueOf(LASTS.toMillis())));
                epochs.learn(shard, (String) answer.get(1));
                return Long.valueOf(1).equals(answer.get(0));
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
