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
import java.util.function.Function;

/**
 * Takes what an index says is due: claims for workers, and what has to be swept. Each proposal is a group of its own, so that one
 * that another host was quicker with keeps nothing else back.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Claiming {

    private static final Lua DUE = Lua.named("due");
    private static final int NANOS_OF_A_MICRO = 1_000;
    private static final String PAGE = "100";
    private static final int PAGES = 20;

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
        if (isRepeat || request.isRepeat()) {
            claimed.addAll(again(keys, request));
        }
        if (request.isRepeat()) {
            return claimed;
        }
        Due due = new Due(request.tools().stream().map(keys::work).toList(), Duration.ZERO, Need::toClaim);
        while (claimed.size() < limit && due.hasMore()) {
            due.take(keys, limit - claimed.size(), claimed, (unit, written) -> proposal -> {
                Optional<Claimed> one = unit.claim(proposal, request);
                one.ifPresent(mine ->
                        written.claimed(request.transition(), mine.proposal().id(), request.lease()));
                return one.stream().toList();
            });
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
                : take(
                                keys,
                                Need.toClaim(mine),
                                mine.size(),
                                (unit, written) -> proposal ->
                                        unit.claim(proposal, request).stream().toList())
                        .results();
    }

    /** What has ended or was given up; looks once at everything that is due. */
    List<AuditEvent> sweep(Keys keys, SweepRequest request, int limit) {
        List<AuditEvent> recorded = new ArrayList<>();
        for (Due due : List.of(
                new Due(List.of(keys.deadlines()), Duration.ZERO, Need::toSweep),
                new Due(List.of(keys.leases()), request.grace(), Need::toSweep))) {
            while (recorded.size() < limit && due.hasMore()) {
                due.take(
                        keys,
                        limit - recorded.size(),
                        recorded,
                        (unit, written) -> proposal -> unit.sweep(proposal, request));
            }
        }
        return recorded;
    }

    /** Judges one proposal; gives what comes of it, if anything. */
    private interface Judge<T> {
        List<T> judge(ProposalId proposal);
    }

    /**
     * What was taken out of a page.
     *
     * @param results what came of it
     * @param left those that were looked at and are where they were
     */
    private record Taken<T>(List<T> results, Set<ProposalId> left) {}

    private <T> Taken<T> take(Keys keys, Need need, int limit, BiFunction<UnitOfWork, Written, Judge<T>> work) {
        Held held = loading.load(keys, need);
        Places places = new Places();
        List<Group> groups = new ArrayList<>();
        List<ProposalId> judged = new ArrayList<>();
        List<List<T>> wanted = new ArrayList<>();
        List<T> results = new ArrayList<>();
        Set<ProposalId> left = new HashSet<>();
        for (ProposalId id : need.rows()) {
            if (groups.size() + results.size() >= limit) {
                break;
            }
            Group group = new Group(places);
            Written written = new Written(keys, held, group);
            List<T> result = work.apply(new UnitOfWork(held, written), written).judge(id);
            if (result.isEmpty()) {
                left.add(id);
            } else if (group.isEmpty()) {
                results.addAll(result);
            } else {
                groups.add(group);
                judged.add(id);
                wanted.add(result);
            }
        }
        List<Boolean> done = groups.isEmpty() ? List.of() : units.commit(places, groups);
        for (int i = 0; i < wanted.size(); i++) {
            if (done.get(i)) {
                results.addAll(wanted.get(i));
            } else {
                left.add(judged.get(i));
            }
        }
        return new Taken<>(results, left);
    }

    /**
     * What has come due in some indexes, page by page. What is looked at and not taken stays where it is, and the next page begins
     * behind it; what was not looked at comes again.
     */
    private final class Due {

        private final List<String> indexes;
        private final String later;
        private final Function<Collection<ProposalId>, Need> needs;
        private final int[] from;
        private int pages;
        private boolean hasMore = true;

        Due(List<String> indexes, Duration grace, Function<Collection<ProposalId>, Need> needs) {
            this.indexes = indexes;
            this.needs = needs;
            this.later = String.valueOf(-(grace.toNanos() / NANOS_OF_A_MICRO));
            this.from = new int[indexes.size()];
        }

        /** Not for ever: what stands at the head of an index and cannot be taken must not keep a caller. */
        boolean hasMore() {
            return hasMore && pages < PAGES;
        }

        <T> void take(Keys keys, int limit, List<T> into, BiFunction<UnitOfWork, Written, Judge<T>> work) {
            List<List<ProposalId>> page = page();
            pages++;
            TreeSet<ProposalId> all = new TreeSet<>();
            page.forEach(all::addAll);
            hasMore = !all.isEmpty();
            if (hasMore) {
                Taken<T> taken = Claiming.this.take(keys, needs.apply(all), limit, work);
                into.addAll(taken.results());
                for (int i = 0; i < from.length; i++) {
                    from[i] += (int)
                            page.get(i).stream().filter(taken.left()::contains).count();
                }
            }
        }

        private List<List<ProposalId>> page() {
            List<String> arguments = new ArrayList<>(List.of(server.time(), later, PAGE));
            for (int place : from) {
                arguments.add(String.valueOf(place));
            }
            List<List<ProposalId>> page = new ArrayList<>();
            for (Object index : (List<?>) server.run(DUE, indexes, arguments)) {
                page.add(((List<?>) index)
                        .stream().map(id -> ProposalId.of((String) id)).toList());
            }
            return page;
        }
    }
}
