package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.UnsettledQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Reads proposals back. Redis has no index but of a tenant, of a user, and of what waits for people: what else a query asks for is
 * looked for among those, the newest first.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Searching {

    private static final int READ_AT_ONCE = 200;

    private final Server server;
    private final Loading loading;

    Searching(Server server, Loading loading) {
        this.server = server;
        this.loading = loading;
    }

    Optional<Proposal> find(Keys keys, TenantId tenant, ProposalId id) {
        return read(keys, List.of(id)).stream()
                .filter(proposal -> proposal.tenant().equals(tenant))
                .findFirst();
    }

    List<Proposal> chain(Keys keys, TenantId tenant, ChainPosition chain) {
        return read(keys, loading.chain(keys, chain.chainId())).stream()
                .filter(proposal -> proposal.tenant().equals(tenant))
                .toList();
    }

    Page search(Keys keys, ProposalQuery query) {
        List<Proposal> found = new ArrayList<>();
        Walk walk = new Walk(keys, query, query.before());
        List<Proposal> page;
        do {
            page = walk.next();
            page.stream().filter(query::matches).forEach(found::add);
        } while (!page.isEmpty() && found.size() <= query.limit());
        boolean more = found.size() > query.limit();
        return new Page(more ? found.subList(0, query.limit()) : found, more);
    }

    long count(Keys keys, ProposalQuery query) {
        if (isAllThatIsPending(query)) {
            return server.call(redis -> redis.zcard(keys.pending(query.tenant())));
        }
        long count = 0;
        Walk walk = new Walk(keys, query, null);
        for (List<Proposal> page = walk.next(); !page.isEmpty(); page = walk.next()) {
            count += page.stream().filter(query::matches).count();
        }
        return count;
    }

    /** Of this shard: what one index, or the indexes of some tools, name first. */
    List<Proposal> unsettled(Keys keys, UnsettledQuery query) {
        TenantId tenant = query.tenant();
        ProposalId after = query.after();
        Stream<String> indexes =
                tenant == null ? query.tools().stream().map(keys::unsettledOf) : Stream.of(keys.unsettled(tenant));
        ZRangeParams oldestFirst = new ZRangeParams(Protocol.Keyword.BYLEX, after == null ? "-" : "(" + after, "+")
                .limit(0, query.limit());
        List<ProposalId> ids = indexes.flatMap(index -> server.call(redis -> redis.zrange(index, oldestFirst)).stream())
                .map(ProposalId::of)
                .sorted()
                .limit(query.limit())
                .toList();
        // What was settled since the index was read is none any more.
        return read(keys, ids).stream().filter(query::matches).toList();
    }

    /** What the banner asks for, of which there is an index. */
    private static boolean isAllThatIsPending(ProposalQuery query) {
        return query.statuses().equals(Set.of(ProposalStatus.PENDING))
                && query.words().isEmpty()
                && Stream.of(
                                query.tool(),
                                query.triggeredBy(),
                                query.reviewedBy(),
                                query.idempotencyKey(),
                                query.createdFrom(),
                                query.createdBefore())
                        .allMatch(Objects::isNull);
    }

    /** Goes through what a query may mean, page by page. */
    private final class Walk {

        private final Keys keys;
        private final ProposalQuery query;
        private final String index;
        private @Nullable ProposalId before;
        private final boolean isOfPending;
        private boolean isKeyDone;

        Walk(Keys keys, ProposalQuery query, @Nullable ProposalId before) {
            this.keys = keys;
            this.query = query;
            String user = query.triggeredBy();
            this.index = user == null ? keys.all(query.tenant()) : keys.ofUser(query.tenant(), user);
            this.isOfPending = query.statuses().equals(Set.of(ProposalStatus.PENDING));
            this.before = before;
        }

        List<Proposal> next() {
            String user = query.triggeredBy();
            String idempotencyKey = query.idempotencyKey();
            if (user != null && idempotencyKey != null) {
                return withKey(new CallKey(query.tenant(), user, idempotencyKey));
            }
            List<ProposalId> ids = isOfPending ? pending() : indexed();
            if (!ids.isEmpty()) {
                before = ids.get(ids.size() - 1);
            }
            return read(keys, ids);
        }

        private List<ProposalId> indexed() {
            String from = before == null ? "+" : "(" + before;
            return server.call(redis -> redis.zrange(index, newestFirst(from))).stream()
                    .map(ProposalId::of)
                    .toList();
        }

        /** Of what waits for people there is never much, and the history is not gone through for it. */
        private List<ProposalId> pending() {
            ProposalId older = before;
            return server.call(redis -> redis.zrange(keys.pending(query.tenant()), 0, -1)).stream()
                    .map(ProposalId::of)
                    .filter(id -> older == null || id.compareTo(older) < 0)
                    .sorted(Comparator.reverseOrder())
                    .limit(READ_AT_ONCE)
                    .toList();
        }

        private static ZRangeParams newestFirst(String from) {
            return new ZRangeParams(Protocol.Keyword.BYLEX, from, "-").rev().limit(0, READ_AT_ONCE);
        }

        private List<Proposal> withKey(CallKey key) {
            if (isKeyDone) {
                return List.of();
            }
            isKeyDone = true;
            Proposal found = loading.load(keys, Need.ofKey(key)).find(key);
            return found == null || (before != null && found.id().compareTo(before) >= 0) ? List.of() : List.of(found);
        }
    }

    private List<Proposal> read(Keys keys, List<ProposalId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Held held = loading.load(keys, Need.ofRows(ids));
        return ids.stream().map(held::find).filter(Objects::nonNull).toList();
    }
}
