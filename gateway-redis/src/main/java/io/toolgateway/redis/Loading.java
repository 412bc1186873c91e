package io.toolgateway.redis;

import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.LimitKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what has to be judged: usually in one round trip, in one more for each thing that it leads to. */
final class Loading {

    private static final Lua LOAD = Lua.named("load");

    private final Server server;

    Loading(Server server) {
        this.server = server;
    }

    Held load(Keys keys, Need need) {
        Map<ProposalId, Row> rows = new HashMap<>();
        Map<CallKey, ProposalId> taken = new HashMap<>();
        Map<String, @Nullable String> limits = new HashMap<>();
        Answer answer = load(keys, need, rows, taken, limits);
        Set<ProposalId> more = new LinkedHashSet<>(taken.values());
        more.removeAll(rows.keySet());
        Map<UUID, List<ProposalId>> chains = new HashMap<>();
        if (need.chains()) {
            rows.values().forEach(row -> chain(keys, row, rows, chains, more));
        }
        Set<String> givenBack = rows.values().stream()
                .flatMap(row -> need.gives().limits(row.proposal(), answer.now()))
                .map(LimitKey::key)
                .filter(key -> !limits.containsKey(key))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!more.isEmpty() || !givenBack.isEmpty()) {
            // The clock and the switches stay those of the first: what is judged is no newer than they are.
            load(keys, Need.ofMore(more, givenBack), rows, new HashMap<>(), limits);
        }
        return new Held(answer.now(), answer.switches(), rows, taken, chains, limits);
    }

    private void chain(
            Keys keys, Row row, Map<ProposalId, Row> rows, Map<UUID, List<ProposalId>> chains, Set<ProposalId> more) {
        ChainPosition chain = row.proposal().content().chain();
        ProposalId undoes = row.proposal().content().undoes();
        if (undoes != null && !rows.containsKey(undoes)) {
            more.add(undoes);
        }
        // What may stay half done is judged by what comes before it alone.
        boolean isFirst = chain != null && chain.index() == 0 && chain.ending() == ChainEnding.PARTIAL;
        if (chain == null || isFirst || chains.containsKey(chain.chainId())) {
            return;
        }
        List<ProposalId> steps = chain(keys, chain.chainId());
        chains.put(chain.chainId(), steps);
        steps.stream().filter(step -> !rows.containsKey(step)).forEach(more::add);
    }

    /** The steps of a chain, in their order. */
    List<ProposalId> chain(Keys keys, UUID chain) {
        return server.call(redis -> redis.lrange(keys.chain(chain), 0, -1)).stream()
                .map(ProposalId::of)
                .toList();
    }

    private record Answer(Instant now, Switched switches) {}

    private Answer load(
            Keys keys,
            Need need,
            Map<ProposalId, Row> rows,
            Map<CallKey, ProposalId> taken,
            Map<String, @Nullable String> limits) {
        List<String> names = new ArrayList<>(List.of(keys.switches(), keys.limits()));
        need.rows().forEach(id -> names.add(keys.row(id)));
        need.keys().forEach(key -> names.add(keys.callKey(key)));
        List<String> arguments = new ArrayList<>(
                List.of(server.time(), String.valueOf(need.rows().size())));
        arguments.addAll(need.limits());
        List<?> answer = (List<?>) server.run(LOAD, names, arguments);
        List<?> found = (List<?>) answer.get(2);
        for (Object one : found) {
            Row row = Row.read((List<?>) one);
            if (row != null) {
                rows.put(row.proposal().id(), row);
            }
        }
        int place = 0;
        for (CallKey key : need.keys()) {
            String id = (String) ((List<?>) answer.get(3)).get(place++);
            if (id != null) {
                taken.put(key, ProposalId.of(id));
            }
        }
        place = 0;
        for (String limit : need.limits()) {
            limits.put(limit, (String) ((List<?>) answer.get(4)).get(place++));
        }
        return new Answer(instant((String) answer.get(0)), Switched.ofList((List<?>) answer.get(1)));
    }

    static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }
}
