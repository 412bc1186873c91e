package io.toolgateway.redis;

import io.toolgateway.live.RecordFeed;
import io.toolgateway.live.RecordPosition;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps a view equal to its record: looks at both, not at what one told the other, so that it does not matter what was lost.
 *
 * <p>How far the view has followed is kept in Redis beside what is shown, so that a server that falls back to an older state falls
 * back in both, and what is missing since then is found (PROTOCOL 2.6; why no acknowledgement is kept in the record: each would be
 * a write, and one that outlives what it acknowledges hides a loss for ever).
 *
 * <p>Threads: confined to one at a time.
 */
final class Reconciler {

    private static final Lua TURN = Lua.named("turn");
    private static final Duration TURN_LASTS = Duration.ofMillis(2_500);

    private final RecordFeed record;
    private final Shards shards;
    private final Server server;
    private final Showing showing;
    private final Epochs epochs;
    private final Following following;
    private final Seldom comparing;
    private final Seldom trimming;
    private final String me = UUID.randomUUID().toString();

    Reconciler(
            RecordFeed record,
            Shards shards,
            Server server,
            Showing showing,
            Epochs epochs,
            Repairs repairs,
            RedisLiveViewBuilder options) {
        this.record = record;
        this.shards = shards;
        this.server = server;
        this.showing = showing;
        this.epochs = epochs;
        this.following = new Following(record, shards, server, showing, epochs, repairs);
        TimeSource time = options.redis().time();
        Comparison comparison = new Comparison(record, shards, server, showing, epochs, repairs);
        this.comparing = new Seldom(options.comparison(), time, comparison::compare);
        this.trimming = new LogTrimming(server, shards, options.redis().keepsLogFor()).seldom(time);
    }

    /**
     * Looks once, if it is this process' turn, and repairs what it finds.
     *
     * @throws StoreException if the record or a shard cannot be reached; the other shards were looked at
     */
    void pass() {
        if (!isMyTurn()) {
            return;
        }
        RecordPosition now = record.position();
        Map<Integer, String> lost = new LinkedHashMap<>();
        Map<String, List<Integer>> behind = new LinkedHashMap<>();
        StoreException failed = null;
        for (int shard = 0; shard < shards.all().size(); shard++) {
            try {
                look(shard, now, lost, behind);
            } catch (StoreException e) {
                failed = e;
            }
        }
        if (!lost.isEmpty()) {
            following.beginAnew(lost, now);
        }
        behind.forEach((point, some) -> following.catchUp(some, point, now));
        remind(now);
        comparing.run();
        trimming.run();
        if (failed != null) {
            throw failed;
        }
    }

    private void look(int shard, RecordPosition now, Map<Integer, String> lost, Map<String, List<Integer>> behind) {
        Look look = Look.at(server, shards.all().get(shard));
        epochs.learn(shard, look.epoch());
        String why = look.lost(now);
        if (why != null) {
            lost.put(shard, why);
        } else if (!look.point().equals(now.point())) {
            behind.computeIfAbsent(look.point(), none -> new ArrayList<>()).add(shard);
        }
    }

    /** Asks the first shard that answers; that two processes may think so at once costs work and nothing else. */
    private boolean isMyTurn() {
        StoreException failed = null;
        for (Keys keys : shards.all()) {
            try {
                Object answer = server.run(
                        TURN, List.of(keys.reconciler()), List.of(me, String.valueOf(TURN_LASTS.toMillis())));
                return Long.valueOf(1).equals(answer);
            } catch (StoreException e) {
                failed = e;
            }
        }
        throw failed == null ? new StoreException("Redis: a view without a shard", null) : failed;
    }

    /** What may be claimed now, and still is not: its hint may be lost. One too many costs a look. */
    private void remind(RecordPosition now) {
        if (now.ready() > 0) {
            showing.remind(shards.all().get(0), now.ready());
        }
    }
}
