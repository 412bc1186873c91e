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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of the in-memory store and their indexes; guarded by the store's lock. */
final class Table {

    private static final NavigableSet<ProposalId> NONE = Collections.emptyNavigableSet();

    private final TreeMap<ProposalId, Proposal> rows = new TreeMap<>();
    private final Map<Key, ProposalId> byKey = new HashMap<>();
    private final Map<UUID, List<ProposalId>> chains = new HashMap<>();
    private final NavigableSet<ProposalId> approved = new TreeSet<>();
    private final NavigableSet<ProposalId> open = new TreeSet<>();

    private final Map<User, NavigableSet<ProposalId>> byUser = new HashMap<>();

    private record User(TenantId tenant, String id) {}

    private record Key(TenantId tenant, String user, String idempotencyKey) {}

    @Nullable
    Proposal get(ProposalId id) {
        return rows.get(id);
    }

    @Nullable
    Proposal withKeyOf(NewProposal wanted) {
        ProposalId id = byKey.get(new Key(
                wanted.content().origin().caller().tenant(),
                wanted.content().origin().caller().userId(),
                wanted.content().arguments().idempotencyKey()));
        return id == null ? null : rows.get(id);
    }

    long size() {
        return rows.size();
    }

    /** Refuses ids and keys that are there, or twice among these. */
    void requireNew(List<Proposal> proposals) {
        Set<ProposalId> ids = new HashSet<>();
        Set<Key> keys = new HashSet<>();
        for (Proposal proposal : proposals) {
            Key key = key(proposal);
            if (rows.containsKey(proposal.id()) || !ids.add(proposal.id())) {
                throw new IllegalArgumentException("a new proposal needs an id of its own");
            }
            if (byKey.containsKey(key) || !keys.add(key)) {
                throw new IllegalArgumentException("a new proposal needs a key of its own");
            }
        }
    }

    void insert(Proposal proposal) {
        byKey.put(key(proposal), proposal.id());
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
    }

    private static void set(NavigableSet<ProposalId> index, ProposalId id, boolean member) {
        if (member) {
            index.add(id);
        } else {
            index.remove(id);
        }
    }

    /** Those that may be claimed, oldest first; to be read before the next change. */
    Iterator<Proposal> approved() {
        return approved.stream().map(rows::get).iterator();
    }

    /** Those in no final status, oldest first. */
    List<Proposal> open() {
        return open.stream().map(rows::get).toList();
    }

    /** Those older than one that a query means, newest first, apart from the size of the page. */
    Stream<Proposal> matching(ProposalQuery query, @Nullable ProposalId before) {
        String user = query.triggeredBy();
        String idempotencyKey = query.idempotencyKey();
        if (user != null && idempotencyKey != null) {
            ProposalId one = byKey.get(new Key(query.tenant(), user, idempotencyKey));
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

    List<Proposal> chain(UUID chainId) {
        List<Proposal> steps = new ArrayList<>();
        chains.getOrDefault(chainId, List.of()).forEach(id -> steps.add(rows.get(id)));
        return steps;
    }

    private static Key key(Proposal proposal) {
        return new Key(
                proposal.tenant(),
                proposal.triggeredBy(),
                proposal.content().arguments().idempotencyKey());
    }
}
