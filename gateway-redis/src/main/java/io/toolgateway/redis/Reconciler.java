package io.toolgateway.redis;

import io.toolgateway.live.RecordPosition;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    private static final int ROUNDS_AFTER_ANEW = 3;
    /** What nobody can take, since no host has its tool, is not to be said all the time. */
    private static final int PASSES_BETWEEN_REMINDERS = 4;

    private final ViewParts view;
    private final Following following;
    private final Seldom comparing;
    private final Seldom trimming;
    private String point = "";
    private int lastReady;
    private int passesWithSameReady;

    Reconciler(ViewParts view, RedisLiveViewBuilder options) {
        this.view = view;
        this.following = new Following(view);
        TimeSource time = options.redis().time();
        // Not by each process that has its first turn: it is long work, and nobody looks for what is new meanwhile.
        this.comparing = new Seldom(options.comparison(), time, new Comparison(view)::compare).later();
        this.trimming =
                new LogTrimming(view.server(), view.shards(), options.redis().keepsLogFor()).seldom(time);
    }

    /**
     * Looks once, if it is this process' turn, and repairs what it finds.
     *
     * @return whether anything has happened in the record, or to the view, since it looked last
     * @throws StoreException if the record or a shard cannot be reached; the other shards were looked at
     */
    boolean pass() {
        if (!view.turn().isMine()) {
            return false;
        }
        Round round = lookAtAll();
        boolean isAnew = round.isAnew();
        boolean hasHappened = isAnew || !round.now().point().equals(point);
        point = round.now().point();
        // Whoever did not know the new epoch has shown nothing in it meanwhile.
        boolean again = isAnew;
        for (int more = 0; again && more < ROUNDS_AFTER_ANEW; more++) {
            round = lookAtAll();
            again = round.isAnew() || round.caughtUp() > 0;
        }
        remind(round.now().ready(), isAnew);
        comparing.run();
        trimming.run();
        if (round.failed() != null) {
            throw round.failed();
        }
        return hasHappened;
    }

    private record Round(
            RecordPosition now,
            boolean isAnew,
            long caughtUp,
            @Nullable StoreException failed) {}

    private Round lookAtAll() {
        RecordPosition now = view.record().position();
        Map<Integer, String> lost = new LinkedHashMap<>();
        Map<String, Map<Integer, String>> behind = new LinkedHashMap<>();
        StoreException failed = null;
        for (int shard = 0; shard < view.shards().all().size(); shard++) {
            try {
                look(shard, now, lost, behind);
            } catch (StoreException e) {
                failed = e;
            }
        }
        if (!lost.isEmpty()) {
            following.beginAnew(lost, now);
        }
        long caughtUp = 0;
        for (Map.Entry<String, Map<Integer, String>> some : behind.entrySet()) {
            caughtUp += following.catchUp(some.getValue(), some.getKey(), now);
        }
        return new Round(now, !lost.isEmpty(), caughtUp, failed);
    }

    private void look(
            int shard, RecordPosition now, Map<Integer, String> lost, Map<String, Map<Integer, String>> behind) {
        Look look = Look.at(view.server(), view.shards().all().get(shard));
        view.epochs().learn(shard, look.epoch());
        String why = look.lost(now);
        if (why != null) {
            lost.put(shard, why);
        } else if (!look.point().equals(now.point())) {
            behind.computeIfAbsent(look.point(), none -> new LinkedHashMap<>()).put(shard, look.epoch());
        }
    }

    /** What may be claimed now, and still is not: its hint may be lost. One too many costs a look. */
    private void remind(int ready, boolean isAnew) {
        passesWithSameReady = ready == lastReady && !isAnew ? passesWithSameReady + 1 : 0;
        lastReady = ready;
        if (ready > 0 && passesWithSameReady % PASSES_BETWEEN_REMINDERS == 0) {
            view.showing().remind(view.shards().all().get(0), ready);
        }
    }
}
