package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.live.Parked;
import io.toolgateway.live.Projection;
import io.toolgateway.live.RecordFeed;
import io.toolgateway.live.RecordPosition;
import io.toolgateway.live.Touched;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record that is no more than what a view reads of one. Its points count what has happened. Confined to one thread. */
final class RecordInMemory implements RecordFeed {

    private final List<Projection> history = new ArrayList<>();
    private String name = "one";

    /** Commits a first version. */
    Projection park(TenantId tenant) {
        Parked parked = new Parked(
                new ProposalId(UUID.randomUUID()),
                tenant,
                "process_refund",
                "{}",
                "ann",
                null,
                "req",
                Instant.EPOCH,
                Instant.EPOCH);
        return commit(new Projection(parked, 1, ProposalStatus.PENDING));
    }

    /** Commits the next version. */
    Projection move(Projection before, ProposalStatus status) {
        return commit(new Projection(before.parked(), before.version() + 1, status));
    }

    private Projection commit(Projection next) {
        history.add(next);
        return next;
    }

    /** As where an older copy took over: from now on this is another record. */
    void becomes(String other) {
        name = other;
    }

    @Override
    public RecordPosition position() {
        return new RecordPosition(name, String.valueOf(history.size()), 0);
    }

    @Override
    public void touched(String from, String to, Consumer<List<Touched>> pages) {
        pages.accept(history.subList(Integer.parseInt(from), Integer.parseInt(to)).stream()
                .map(one -> new Touched(one.parked().id(), one.parked().tenant(), one.version()))
                .toList());
    }

    @Override
    public List<Projection> since(Map<ProposalId, Long> after) {
        return history.stream()
                .filter(one -> one.version() > after.getOrDefault(one.parked().id(), Long.MAX_VALUE))
                .toList();
    }

    @Override
    public List<Projection> open(@Nullable ProposalId after, int limit) {
        return latest().filter(one -> !one.status().isFinal())
                .filter(one -> after == null || one.parked().id().compareTo(after) > 0)
                .sorted(Comparator.comparing(one -> one.parked().id()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Projection> standing(Collection<ProposalId> ids) {
        return latest().filter(one -> ids.contains(one.parked().id())).toList();
    }

    private Stream<Projection> latest() {
        Map<ProposalId, Projection> latest = new HashMap<>();
        history.forEach(one -> latest.put(one.parked().id(), one));
        return latest.values().stream();
    }
}
