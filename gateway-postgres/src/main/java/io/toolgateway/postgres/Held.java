package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.SweepRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a transaction has locked, oldest first, and the time after the last lock was taken.
 *
 * <p>Threads: confined to one.
 */
final class Held {

    private static final double MILLIS = 1_000.0;

    private final Map<ProposalId, Loaded> rows = new LinkedHashMap<>();
    private final Map<ProposalId, Loaded> around = new LinkedHashMap<>();
    private final Instant now;

    private Held(List<Loaded> loaded) {
        this(loaded, List.of());
    }

    private Held(List<Loaded> loaded, List<Loaded> around) {
        loaded.forEach(row -> rows.put(row.row().proposal().id(), row));
        around.forEach(row -> this.around.put(row.row().proposal().id(), row));
        this.now = Stream.concat(loaded.stream(), around.stream())
                .map(Loaded::now)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** For a transaction that changes nothing that is there. */
    static Held nothing() {
        return new Held(List.of());
    }

    /**
     * Begins a transaction with the rows of some ids, and with the chains that those may break that may end by it: the others wait
     * for nobody who holds another step.
     *
     * @param claims the transitions that claim
     * @param ending of the ids, those that may end
     */
    static Held forUpdate(
            Connection connection, Sql sql, List<UUID> claims, Set<ProposalId> ids, Set<ProposalId> ending)
            throws SQLException {
        Map<Boolean, List<Loaded>> loaded = begun(sql, claims)
                .add(sql.get("load_for_update"), texts(ids), texts(ending))
                .read(connection, Loaded::read)
                .stream()
                .collect(Collectors.partitioningBy(
                        row -> ids.contains(row.row().proposal().id())));
        return new Held(loaded.getOrDefault(true, List.of()), loaded.getOrDefault(false, List.of()));
    }

    private static String[] texts(Set<ProposalId> ids) {
        return ids.stream().map(ProposalId::toString).toArray(String[]::new);
    }

    /** The other steps of chains that may not stay half done, and what undos undo; mostly there are none, and nothing is asked. */
    private static List<Loaded> around(Connection connection, Sql sql, List<Loaded> loaded) throws SQLException {
        String[] chains = loaded.stream()
                .map(Held::undividedChain)
                .flatMap(Optional::stream)
                .distinct()
                .toArray(String[]::new);
        String[] undone = loaded.stream()
                .map(row -> row.row().proposal().content().undoes())
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toArray(String[]::new);
        return chains.length + undone.length == 0
                ? List.of()
                : new Pipeline()
                        .add(sql.get("load_free_chains"), chains, undone)
                        .read(connection, Loaded::read);
    }

    private static Optional<String> undividedChain(Loaded loaded) {
        return Optional.ofNullable(loaded.row().proposal().content().chain())
                .filter(chain -> chain.ending() != ChainEnding.PARTIAL)
                .map(chain -> chain.chainId().toString());
    }

    /** Begins a transaction with what workers, all of which have the same tools, may claim now. */
    static Held forClaim(Connection connection, Sql sql, List<ClaimRequest> alike, int limit) throws SQLException {
        String[] tools = alike.get(0).tools().toArray(new String[0]);
        return new Held(begun(sql, transitions(alike))
                .add(sql.get("load_for_claim"), tools, limit)
                .read(connection, Loaded::read));
    }

    private static List<UUID> transitions(List<ClaimRequest> claims) {
        return claims.stream().map(ClaimRequest::transition).toList();
    }

    /** Begins a transaction with what an earlier try of a claim took. */
    static Held claimed(Connection connection, Sql sql, ClaimRequest request) throws SQLException {
        UUID transition = request.transition();
        return new Held(lockedClaims(begun(sql), sql, List.of(transition))
                .add(sql.get("load_claimed"), request.worker(), transition.toString())
                .read(connection, Loaded::read));
    }

    /** Begins a transaction with what has to be swept now. */
    static Held forSweep(Connection connection, Sql sql, int limit, SweepRequest request) throws SQLException {
        Duration grace = request.grace();
        List<Loaded> loaded = begun(sql)
                .add(sql.get("forget_budgets"))
                .add(sql.get("load_for_sweep"), limit, grace.toMillis() / MILLIS, limit, limit, limit)
                .read(connection, Loaded::read);
        return new Held(loaded, around(connection, sql, loaded));
    }

    /** Whoever claims is not overtaken by a switch, nor by its own second asking. */
    private static Pipeline begun(Sql sql, List<UUID> claims) {
        return claims.isEmpty()
                ? begun(sql)
                : lockedClaims(begun(sql).add(sql.get("lock_switches_shared")), sql, claims);
    }

    private static Pipeline begun(Sql sql) {
        return new Pipeline().add(sql.get("begin"));
    }

    private static Pipeline lockedClaims(Pipeline pipeline, Sql sql, List<UUID> claims) {
        String[] ids = claims.stream().map(UUID::toString).sorted().toArray(String[]::new);
        return pipeline.add(sql.get("lock_claims"), (Object) ids);
    }

    Instant now() {
        return now;
    }

    /** Those that were asked for. */
    List<Loaded> all() {
        return List.copyOf(rows.values());
    }

    /** Those that were asked for, and those around them. */
    List<Loaded> allAround() {
        Map<ProposalId, Loaded> all = new LinkedHashMap<>(around);
        all.putAll(rows);
        return List.copyOf(all.values());
    }

    @Nullable
    Loaded get(ProposalId id) {
        Loaded asked = rows.get(id);
        return asked == null ? around.get(id) : asked;
    }

    /** All steps of a chain that may not stay half done, in their order. */
    List<Proposal> chain(UUID chainId) {
        return allAround().stream()
                .map(loaded -> loaded.row().proposal())
                .filter(proposal -> isIn(proposal, chainId))
                .sorted(Comparator.comparingInt((Proposal step) ->
                        Objects.requireNonNull(step.content().chain()).index()))
                .toList();
    }

    private static boolean isIn(Proposal proposal, UUID chainId) {
        ChainPosition chain = proposal.content().chain();
        return chain != null && chain.chainId().equals(chainId);
    }

    /** Whether nobody else is changing what a sweep of it would have to look at. */
    boolean isWhole(Loaded loaded) {
        ProposalId undoes = loaded.row().proposal().content().undoes();
        ChainPosition chain = loaded.row().proposal().content().chain();
        return (undoes == null || around.containsKey(undoes))
                && (chain == null
                        || chain.ending() == ChainEnding.PARTIAL
                        || chain(chain.chainId()).size() == chain.size());
    }

    /** Whether the tool of one of the rows is switched off for its tenant. */
    boolean isOff(String tool, TenantId tenant) {
        return allAround().stream()
                .anyMatch(loaded -> loaded.toolOff()
                        && loaded.row().proposal().tool().equals(tool)
                        && loaded.row().proposal().tenant().equals(tenant));
    }
}
