package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of the in-memory store and their indexes; guarded by the store's lock. */
final class Table {

    private static final NavigableSet<ProposalId> NONE = Collections.emptyNavigableSet();

    private final TreeMap<ProposalId, Proposal> rows = new TreeMap<>();
    private final Map<CallKey, ProposalId> byKey = new HashMap<>();
    private final Map<UUID, List<ProposalId>> chains = new HashMap<>();
    private final NavigableSet<ProposalId> approved = new TreeSet<>();
    private final NavigableSet<ProposalId> open = new TreeSet<>();
    private final NavigableSet<ProposalId> unsettled = new TreeSet<>();

    private final Map<User, NavigableSet<ProposalId>> byUser = new HashMap<>();

    private record User(TenantId tenant, String id) {}

    @Nullable
    Proposal get(ProposalId id) {
        return rows.get(id);
    }

    @Nullable
    Proposal get(CallKey key) {
        ProposalId id = byKey.get(key);
        return id == null ? null : rows.get(id);
    }

    long size() {
        return rows.size();
    }

    void insert(Proposal proposal) {
        byKey.put(CallKey.of(proposal), proposal.id());
        byUser.computeIfAbsent(new User(proposal.tenant(), proposal.triggeredBy()), user -> new TreeSet<>())
                .add(proposal.id());
        ChainPosition chain = proposal.content().chain();
        if (chain != null) {
            chains.computeIfAbsent(chain.chainId(), id -> new ArrayList<>()).add(proposal.id());
        }
        put(proposal);
    }

    void put(Proposal proposal) {
        rows.put(proposal.id(), proposal);
        set(approved, proposal.id(), proposal.phase() == Phase.APPROVED);
        set(open, proposal.id(), !proposal.status().isFinal());
        set(unsettled, proposal.id(), proposal.isUnsettled());
    }

    private static void set(NavigableSet<ProposalId> index, ProposalId id, boolean member) {
        if (member) {
            index.add(id);
        } else {
            index.remove(id);
        }
    }

    /** The oldest of those that may be claimed, after one of them or from the start. */
    @Nullable
    Proposal approvedAfter(@Nullable Proposal one) {
        ProposalId next = one != null ? approved.higher(one.id()) : approved.isEmpty() ? null : approved.first();
        return next == null ? null : rows.get(next);
    }

    /** Those in no final status, oldest first. */
    List<Proposal> open() {
        return open.stream().map(rows::get).toList();
    }

    /** Those that a query means, oldest first, apart from the size of the page. */
    Stream<Proposal> unsettled(UnsettledQuery query) {
        ProposalId after = query.after();
        NavigableSet<ProposalId> range = after == null ? unsettled : unsettled.tailSet(after, false);
        return range.stream().map(rows::get).filter(query::matches);
    }

    /** Those older than one that a query means, newest first, apart from the size of the page. */
    Stream<Proposal> matching(ProposalQuery query, @Nullable ProposalId before) {
        String user = query.triggeredBy();
        String idempotencyKey = query.idempotencyKey();
        if (user != null && idempotencyKey != null) {
            ProposalId one = byKey.get(new CallKey(query.tenant(), user, idempotencyKey));
            return one == null ? Stream.empty() : Stream.of(one).map(rows::get).filter(query::matches);
        }
        NavigableSet<ProposalId> ids = onlyOpen(query)
                ? open
                : user == null ? rows.navigableKeySet() : byUser.getOrDefault(new User(query.tenant(), user), NONE);
        NavigableSet<ProposalId> range = before == null ? ids : ids.headSet(before, false);
        return range.descendingSet().stream().map(rows::get).filter(query::matches);
    }

    private static boolean onlyOpen(ProposalQuery query) {
        return !query.statuses().isEmpty() && query.statuses().stream().noneMatch(ProposalStatus::isFinal);
    }

    /** The steps of its chain that come before it, in their order. */
    List<Proposal> stepsBefore(Proposal step) {
        ChainPosition chain = step.content().chain();
        return chain == null ? List.of() : chain(chain.chainId()).subList(0, chain.index());
    }

    List<Proposal> chain(UUID chainId) {
        List<Proposal> steps = new ArrayList<>();
        chains.getOrDefault(chainId, List.of()).forEach(id -> steps.add(rows.get(id)));
        return steps;
    }
}
