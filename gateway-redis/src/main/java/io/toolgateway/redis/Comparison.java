package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.live.Projection;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/**
 * Compares all that is open in the record with all that is shown, and mends what differs: what no change tells of, such as a key
 * that somebody deleted. What is mended is shown as it stands when it is read, so that a change in between does no harm.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Comparison {

    private static final int PAGE = 500;
    private final ViewParts view;

    Comparison(ViewParts view) {
        this.view = view;
    }

    void compare() {
        List<Set<String>> shown =
                view.shards().all().stream().map(this::members).toList();
        long mended = 0;
        ProposalId after = null;
        List<Projection> page;
        do {
            view.turn().keep();
            page = view.record().open(after, PAGE);
            for (Map.Entry<Integer, List<Projection>> some :
                    view.shards().split(page, one -> one.parked().tenant()).entrySet()) {
                mended += mendOpen(some.getKey(), some.getValue());
                some.getValue().forEach(one -> shown.get(some.getKey()).remove(member(one)));
            }
            after = page.isEmpty() ? null : page.get(page.size() - 1).parked().id();
        } while (page.size() == PAGE);
        for (int shard = 0; shard < shown.size(); shard++) {
            mended += mendOver(shard, shown.get(shard));
        }
        view.repairs().corrected(mended);
    }

    private static String member(Projection one) {
        return Keys.member(one.parked().tenant(), one.parked().id());
    }

    private long mendOpen(int shard, List<Projection> open) {
        return mend(shard, open, Comparison::isRight);
    }

    @FunctionalInterface
    private interface Rule {
        boolean isRight(Projection standing, Showing.Shown shown);
    }

    /**
     * What is shown of an earlier version may have been committed a moment ago: like all that is missing it is shown version by
     * version, so that the log has each change. The rest that is not right was damaged.
     */
    private long mend(int shard, List<Projection> standing, Rule rule) {
        Map<ProposalId, TenantId> wanted = new LinkedHashMap<>();
        standing.forEach(one -> wanted.put(one.parked().id(), one.parked().tenant()));
        Map<ProposalId, Showing.Shown> shown = view.showing()
                .shown(view.shards().all().get(shard), view.epochs().of(shard), wanted);
        Map<ProposalId, Long> behind = new LinkedHashMap<>();
        List<Projection> wrong = new ArrayList<>();
        for (Projection one : standing) {
            ProposalId id = one.parked().id();
            Showing.Shown now = shown.getOrDefault(id, Showing.Shown.NOTHING);
            if (now.version() < one.version()) {
                behind.put(id, now.version());
            } else if (!rule.isRight(one, now)) {
                wrong.add(one);
            }
        }
        if (!behind.isEmpty()) {
            view.repairs()
                    .caughtUp(show(shard, Showing.Taken.LATER, view.record().since(behind)));
        }
        return show(shard, Showing.Taken.SAME, wrong);
    }

    /** A later version is right: it was shown since the record was read. */
    private static boolean isRight(Projection standing, Showing.Shown shown) {
        return shown.version() > standing.version() || shown.waits() == (standing.status() == ProposalStatus.PENDING);
    }

    /** What is shown as open and was not found to be. */
    private long mendOver(int shard, Set<String> members) {
        long mended = 0;
        List<String> all = new ArrayList<>(members);
        for (int from = 0; from < all.size(); from += PAGE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + PAGE));
            List<Projection> standing =
                    view.record().standing(some.stream().map(Keys::idOf).toList());
            List<Projection> over =
                    standing.stream().filter(one -> one.status().isFinal()).toList();
            mended += mend(shard, over, (one, shown) -> false);
            Set<String> unknown = new LinkedHashSet<>(some);
            standing.forEach(one -> unknown.remove(member(one)));
            mended += remove(view.shards().all().get(shard), unknown);
        }
        return mended;
    }

    private long remove(Keys keys, Set<String> unknown) {
        if (unknown.isEmpty()) {
            return 0;
        }
        String[] members = unknown.toArray(new String[0]);
        return view.server().call(redis -> {
            redis.zrem(keys.waiting(), members);
            return redis.zrem(keys.unfinished(), members);
        });
    }

    private long show(int shard, Showing.Taken taken, List<Projection> projections) {
        return projections.isEmpty()
                ? 0
                : view.showing()
                        .show(view.shards().all().get(shard), view.epochs().of(shard), taken, projections, List.of())
                        .shown();
    }

    private Set<String> members(Keys keys) {
        Set<String> members = new HashSet<>(members(keys.unfinished()));
        members.addAll(members(keys.waiting()));
        return members;
    }

    private Set<String> members(String index) {
        return view.server().call(redis -> {
            Set<String> members = new HashSet<>();
            ScanParams pages = new ScanParams().count(PAGE);
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<Tuple> page = redis.zscan(index, cursor, pages);
                page.getResult().forEach(one -> members.add(one.getElement()));
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            return members;
        });
    }
}
