package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.live.Projection;
import io.toolgateway.live.RecordPosition;
import io.toolgateway.live.Touched;
import io.toolgateway.proposal.ProposalId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings views to where their record is: from nothing, or from where they were.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Following {

    private static final Lua ANEW = Lua.named("anew");
    private static final Lua FOLLOWED = Lua.named("followed");
    /**
     * The record sorts what is open for each page anew, so that a few large ones are sooner read than many small ones; and one is
     * read well within the time that a turn lasts, else another process would begin anew.
     */
    private static final int PAGE = 2_000;

    private final ViewParts view;

    Following(ViewParts view) {
        this.view = view;
    }

    /**
     * Shows all that is open. The position was read before the epoch begins: what is shown late in this epoch was committed in it,
     * and so lies behind that position.
     */
    void beginAnew(Map<Integer, String> lost, RecordPosition now) {
        Map<Integer, String> begun = new LinkedHashMap<>();
        Map<Integer, Long> open = new LinkedHashMap<>();
        for (int shard : lost.keySet()) {
            Keys keys = view.shards().all().get(shard);
            String epoch = UUID.randomUUID().toString();
            view.server()
                    .run(
                            ANEW,
                            List.of(keys.view(), keys.unfinished(), keys.waiting(), keys.pendingLog()),
                            List.of(epoch, now.record()));
            view.epochs().learn(shard, epoch);
            begun.put(shard, epoch);
            open.put(shard, 0L);
        }
        ProposalId after = null;
        List<Projection> page;
        do {
            page = view.record().open(after, PAGE);
            view.shards().split(page, one -> one.parked().tenant()).forEach((shard, some) -> {
                String epoch = begun.get(shard);
                if (epoch != null) {
                    open.merge(shard, show(shard, epoch, some), Long::sum);
                }
            });
            after = page.isEmpty() ? null : page.get(page.size() - 1).parked().id();
        } while (page.size() == PAGE);
        open.forEach((shard, count) -> {
            followed(shard, String.valueOf(begun.get(shard)), now);
            view.repairs().madeAnew(view.shards().all().get(shard), String.valueOf(lost.get(shard)), count);
        });
    }

    /**
     * Shows what is missing of all that happened since a point.
     *
     * @param behind the shards, and the epoch in which each was found there: in another one, which somebody else may just have
     *     begun, that point says nothing
     * @return how many versions were missing
     */
    long catchUp(Map<Integer, String> behind, String point, RecordPosition now) {
        AtomicLong missing = new AtomicLong();
        view.record().touched(point, now.point(), page -> {
            view.shards().split(newest(page), Touched::tenant).forEach((shard, some) -> {
                String epoch = behind.get(shard);
                if (epoch != null) {
                    missing.addAndGet(catchUp(shard, epoch, some));
                }
            });
        });
        behind.forEach((shard, epoch) -> followed(shard, epoch, now));
        view.repairs().caughtUp(missing.get());
        return missing.get();
    }

    private long catchUp(int shard, String epoch, List<Touched> touched) {
        Map<ProposalId, TenantId> wanted = new LinkedHashMap<>();
        touched.forEach(one -> wanted.put(one.id(), one.tenant()));
        Map<ProposalId, Showing.Shown> shown =
                view.showing().shown(view.shards().all().get(shard), epoch, wanted);
        Map<ProposalId, Long> missing = new HashMap<>();
        for (Touched one : touched) {
            long version = shown.getOrDefault(one.id(), Showing.Shown.NOTHING).version();
            if (version < one.version()) {
                missing.put(one.id(), version);
            }
        }
        return missing.isEmpty() ? 0 : show(shard, epoch, view.record().since(missing));
    }

    private static Collection<Touched> newest(List<Touched> page) {
        Map<ProposalId, Touched> newest = new LinkedHashMap<>();
        page.forEach(one ->
                newest.merge(one.id(), one, (before, after) -> before.version() < after.version() ? after : before));
        return newest.values();
    }

    /** Between two scripts it is asked whose turn it is: whoever goes on where another has begun anew is in nobody's way. */
    private long show(int shard, String epoch, List<Projection> projections) {
        long shown = 0;
        for (int from = 0; from < projections.size(); from += Showing.AT_ONCE) {
            List<Projection> some = projections.subList(from, Math.min(projections.size(), from + Showing.AT_ONCE));
            view.turn().keep();
            shown += view.showing()
                    .show(view.shards().all().get(shard), epoch, Showing.Taken.LATER, some, List.of())
                    .shown();
        }
        return shown;
    }

    private void followed(int shard, String epoch, RecordPosition now) {
        Keys keys = view.shards().all().get(shard);
        view.server().run(FOLLOWED, List.of(keys.view(), keys.pendingLog()), List.of(epoch, now.point()));
    }
}
