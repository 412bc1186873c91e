package io.toolgateway.postgres;

import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Claims for a worker (T9): the oldest that nobody else is looking at, their starts on record when it returns. */
final class Claiming {

    private final Sql sql;

    Claiming(Sql sql) {
        this.sql = sql;
    }

    /** For several workers in one transaction: whoever asked first is served first. */
    List<Answer<List<Claimed>>> claim(
            Connection connection, boolean isRepeat, List<ClaimRequest> batch, Changes changes, Pipeline last)
            throws SQLException {
        Map<ClaimRequest, List<Claimed>> claimed = again(connection, isRepeat, batch);
        List<ClaimRequest> first =
                batch.stream().filter(request -> !request.isRepeat()).toList();
        // All that is claimed together is committed together.
        if (first.stream().noneMatch(claimed::containsKey)) {
            Map<Set<String>, List<ClaimRequest>> byTools = new LinkedHashMap<>();
            first.forEach(request -> byTools.computeIfAbsent(request.tools(), none -> new ArrayList<>())
                    .add(request));
            for (List<ClaimRequest> alike : byTools.values()) {
                // What is claimed for others must be seen to be gone.
                last.run(connection);
                claimAlike(connection, alike, claimed, changes, last);
            }
        }
        List<Answer<List<Claimed>>> answers = new ArrayList<>(batch.size());
        for (ClaimRequest request : batch) {
            answers.add(new Answer.Done<>(claimed.getOrDefault(request, List.of())));
        }
        return answers;
    }

    private void claimAlike(
            Connection connection,
            List<ClaimRequest> alike,
            Map<ClaimRequest, List<Claimed>> claimed,
            Changes changes,
            Pipeline last)
            throws SQLException {
        long limit = alike.stream().mapToLong(ClaimRequest::limit).sum();
        Held held = Held.forClaim(connection, sql, alike, (int) Math.min(limit, Integer.MAX_VALUE));
        Written written = new Written(sql, held, changes);
        UnitOfWork unit = new UnitOfWork(new Locked(sql.hostIds(), Known.nothing(), held, Map.of()), written);
        Iterator<Loaded> rows = held.all().iterator();
        for (ClaimRequest request : alike) {
            List<Claimed> mine = new ArrayList<>();
            while (mine.size() < request.limit() && rows.hasNext()) {
                unit.claim(rows.next().row().proposal().id(), request).ifPresent(mine::add);
            }
            claimed.put(request, mine);
        }
        written.addTo(last);
    }

    /** What an earlier try took for each, if its commit came through before its answer was lost; it is still theirs. */
    private Map<ClaimRequest, List<Claimed>> again(Connection connection, boolean isRepeat, List<ClaimRequest> batch)
            throws SQLException {
        Map<ClaimRequest, List<Claimed>> claimed = new HashMap<>();
        for (ClaimRequest request : batch) {
            if (isRepeat || request.isRepeat()) {
                Held mine = Held.claimed(connection, sql, request);
                if (!mine.all().isEmpty()) {
                    claimed.put(request, again(mine, request));
                }
            }
        }
        return claimed;
    }

    private List<Claimed> again(Held mine, ClaimRequest request) {
        UnitOfWork unit = new UnitOfWork(
                new Locked(sql.hostIds(), Known.nothing(), mine, Map.of()), new Written(sql, mine, new Changes()));
        return mine.all().stream()
                .map(loaded -> unit.claim(loaded.row().proposal().id(), request))
                .flatMap(Optional::stream)
                .toList();
    }
}
