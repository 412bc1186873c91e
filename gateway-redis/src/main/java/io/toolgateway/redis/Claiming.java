package io.toolgateway.redis;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.redis.Group.Places;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.UnitOfWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Takes what an index says is due: claims for workers, and what has to be swept. Each proposal is a group of its own, so that one
 * that another host was quicker with keeps nothing else back.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Claiming {

    private static final Lua DUE = Lua.named("due");
    private static final int NANOS_OF_A_MICRO = 1_000;

    private final Server server;
    private final Loading loading;
    private final Units units;

    Claiming(Server server, Loading loading, Units units) {
        this.server = server;
        this.loading = loading;
        this.units = units;
    }

    /** What the worker holds now; the oldest first. */
    List<Claimed> claim(Keys keys, ClaimRequest request, int limit, boolean isRepeat) {
        List<Claimed> claimed = new ArrayList<>();
        if (isRepeat) {
            claimed.addAll(again(keys, request));
        }
        List<String> indexes = request.tools().stream().map(keys::work).toList();
        Set<ProposalId> seen = new HashSet<>();
        while (claimed.size() < limit) {
            int left = limit - claimed.size();
            List<ProposalId> next = due(indexes, Duration.ZERO, seen, left);
            if (next.isEmpty()) {
                return claimed;
            }
            claimed.addAll(take(
                    keys,
                    next,
                    (unit, written) -> proposal -> unit.claim(proposal, request).map(one -> {
                        written.claimed(
                                request.transition(),
                                one.proposal(),
                                request.lease().toMillis() + 1);
                        return one;
                    })));
        }
        return claimed;
    }

    private List<Claimed> again(Keys keys, ClaimRequest request) {
        List<ProposalId> mine = server.call(redis -> redis.smembers(keys.claim(request.transition()))).stream()
                .map(ProposalId::of)
                .sorted()
                .toList();
        return mine.isEmpty()
                ? List.of()
                : take(keys, mine, (unit, written) -> proposal -> unit.claim(proposal, request));
    }

    /** What has ended or was given up; looks once at everything that is due. */
    List<AuditEvent> sweep(Keys keys, SweepRequest request, int limit) {
        List<AuditEvent> recorded = new ArrayList<>();
        Set<ProposalId> seen = new HashSet<>();
        sweep(keys, keys.deadlines(), Duration.ZERO, request, limit, seen, recorded);
        sweep(keys, keys.leases(), request.grace(), request, limit, seen, recorded);
        return recorded;
    }

    private void sweep(
            Keys keys,
            String index,
            Duration grace,
            SweepRequest request,
            int limit,
            Set<ProposalId> seen,
            List<AuditEvent> recorded) {
        while (recorded.size() < limit) {
            List<ProposalId> next = due(List.of(index), grace, seen, limit - recorded.size());
            if (next.isEmpty()) {
                return;
            }
            recorded.addAll(take(keys, next, (unit, written) -> proposal -> unit.sweep(proposal, request)));
        }
    }

    /** Judges one proposal. */
    private interface Judge<T> {
        Optional<T> judge(ProposalId proposal);
    }

    private <T> List<T> take(Keys keys, Collection<ProposalId> ids, BiFunction<UnitOfWork, Written, Judge<T>> work) {
        Held held = loading.load(keys, Need.ofRows(ids));
        Places places = new Places();
        List<Group> groups = new ArrayList<>();
        List<T> results = new ArrayList<>();
        List<T> taken = new ArrayList<>();
        for (ProposalId id : ids) {
            Group group = new Group(places);
            Written written = new Written(keys, held, group);
            Optional<T> result =
                    work.apply(new UnitOfWork(held, written), written).judge(id);
            if (result.isPresent() && group.isEmpty()) {
                taken.add(result.get());
            } else if (result.isPresent()) {
                groups.add(group);
                results.add(result.get());
            }
        }
        List<Boolean> done = groups.isEmpty() ? List.of() : units.commit(places, groups);
        for (int i = 0; i < results.size(); i++) {
            if (done.get(i)) {
                taken.add(results.get(i));
            }
        }
        return taken;
    }

    /** The oldest of what has come due in any of the indexes and was not looked at yet. */
    private List<ProposalId> due(List<String> indexes, Duration grace, Set<ProposalId> seen, int limit) {
        String later = String.valueOf(-(grace.toNanos() / NANOS_OF_A_MICRO));
        // What was looked at and not taken is still there, before what comes next.
        List<String> arguments = List.of(server.time(), later, String.valueOf(seen.size() + limit));
        TreeSet<ProposalId> found = new TreeSet<>();
        for (Object index : (List<?>) server.run(DUE, indexes, arguments)) {
            ((List<?>) index).forEach(id -> found.add(ProposalId.of((String) id)));
        }
        List<ProposalId> next =
                found.stream().filter(id -> !seen.contains(id)).limit(limit).toList();
        seen.addAll(next);
        return next;
    }
}
