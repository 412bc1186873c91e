package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Step;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Claims for a worker (T9): the oldest that nobody else is looking at, their starts on record when it returns. */
final class Claiming {

    private final Sql sql;
    private final Codec codec;

    Claiming(Sql sql, Codec codec) {
        this.sql = sql;
        this.codec = codec;
    }

    /** For several workers in one transaction: whoever asked first is served first. */
    List<Answer<List<Claimed>>> claim(Connection connection, boolean isRepeat, List<ClaimRequest> batch)
            throws SQLException {
        Map<ClaimRequest, List<Claimed>> claimed = isRepeat ? again(connection, batch) : Map.of();
        if (claimed.isEmpty()) {
            claimed = new HashMap<>();
            Map<Set<String>, List<ClaimRequest>> byTools = new LinkedHashMap<>();
            batch.forEach(request -> byTools.computeIfAbsent(request.tools(), none -> new ArrayList<>())
                    .add(request));
            for (List<ClaimRequest> alike : byTools.values()) {
                claimAlike(connection, alike, claimed);
            }
        }
        List<Answer<List<Claimed>>> answers = new ArrayList<>(batch.size());
        for (ClaimRequest request : batch) {
            answers.add(new Answer.Done<>(claimed.getOrDefault(request, List.of())));
        }
        return answers;
    }

    private void claimAlike(Connection connection, List<ClaimRequest> alike, Map<ClaimRequest, List<Claimed>> claimed)
            throws SQLException {
        long limit = alike.stream().mapToLong(ClaimRequest::limit).sum();
        Held held = Held.forClaim(connection, sql, alike.get(0).tools(), (int) Math.min(limit, Integer.MAX_VALUE));
        Judging judging = new Judging(connection, codec, held, Known.nothing(), Budgets.none());
        Iterator<Loaded> rows = held.all().iterator();
        for (ClaimRequest request : alike) {
            List<Claimed> mine = new ArrayList<>();
            while (mine.size() < request.limit() && rows.hasNext()) {
                claim(request, rows.next(), held.now(), judging).ifPresent(mine::add);
            }
            claimed.put(request, mine);
        }
        judging.flush();
    }

    private static Optional<Claimed> claim(ClaimRequest request, Loaded loaded, Instant now, Judging judging) {
        Change.Claim change = new Change.Claim(request.worker(), request.lease());
        Step step = Lifecycle.apply(loaded.row().proposal(), change, loaded.around(now), request.transition());
        if (!(step instanceof Step.Made made)) {
            return Optional.empty();
        }
        AuditEvent event = judging.write(loaded, made, actor(request)).orElseThrow();
        return Optional.of(claimed(made.after(), event, now));
    }

    /** What an earlier try took for each, if its commit came through before its answer was lost; it is still theirs. */
    private Map<ClaimRequest, List<Claimed>> again(Connection connection, List<ClaimRequest> batch)
            throws SQLException {
        Map<ClaimRequest, List<Claimed>> claimed = new HashMap<>();
        for (ClaimRequest request : batch) {
            Held mine = Held.claimed(connection, sql, request);
            if (!mine.all().isEmpty()) {
                claimed.put(request, again(mine, request));
            }
        }
        return claimed;
    }

    private static List<Claimed> again(Held mine, ClaimRequest request) {
        List<Claimed> claimed = new ArrayList<>();
        for (Loaded loaded : mine.all()) {
            Proposal proposal = loaded.row().proposal();
            AuditEvent event = AuditEvent.of(Move.CLAIM, proposal, actor(request), mine.now());
            claimed.add(claimed(proposal, event, mine.now()));
        }
        return claimed;
    }

    private static Claimed claimed(Proposal proposal, AuditEvent event, Instant now) {
        Lease lease = Objects.requireNonNull(proposal.state().progress().lease(), "what is claimed has a lease");
        Instant end = lease.until().isBefore(proposal.validUntil()) ? lease.until() : proposal.validUntil();
        return new Claimed(proposal, Duration.between(now, end), event);
    }

    private static String actor(ClaimRequest request) {
        return "worker:" + request.worker();
    }
}
