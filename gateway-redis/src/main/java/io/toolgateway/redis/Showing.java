package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.live.Parked;
import io.toolgateway.live.Projection;
import io.toolgateway.live.Ready;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.stored.StorableJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads what a view shows of one shard.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Showing {

    private static final Lua SHOW = Lua.named("show");
    private static final Lua SHOWN = Lua.named("shown");
    private static final Lua PENDING = Lua.named("pending");
    /** As in Redis alone: one that is trimmed costs time and nothing else. */
    private static final String HINTS_KEPT = "100000";
    /** Longer than a process stands still between its commit and what it shows of it. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** How many one script shows. */
    static final int AT_ONCE = 200;

    private static final Ready ANY = new Ready(new ProposalId(new UUID(0, 0)), 0);

    private final Server server;

    Showing(Server server) {
        this.server = server;
    }

    /** Which versions are taken. */
    enum Taken {
        /** The one behind that which is shown, so that the log misses none. */
        NEXT("next"),
        /** Any behind it. */
        LATER("later"),
        /** That one again, too. */
        SAME("same");

        private final String text;

        Taken(String text) {
            this.text = text;
        }
    }

    /**
     * What became of it.
     *
     * @param epoch the view's; if it is another one, nothing was shown
     * @param shown how many
     * @param missing how many were not, since one before them is missing
     */
    record Result(String epoch, long shown, long missing) {}

    Result show(Keys keys, String epoch, Taken taken, List<Projection> projections, Collection<Ready> ready) {
        Result result = new Result(epoch, 0, 0);
        Collection<Ready> hints = ready;
        for (int from = 0; from == 0 || from < projections.size(); from += AT_ONCE) {
            List<Projection> some = projections.subList(from, Math.min(projections.size(), from + AT_ONCE));
            Result next = showSome(keys, epoch, taken, some, hints);
            result = new Result(next.epoch(), result.shown() + next.shown(), result.missing() + next.missing());
            hints = List.of();
        }
        return result;
    }

    private Result showSome(
            Keys keys, String epoch, Taken taken, List<Projection> projections, Collection<Ready> ready) {
        List<String> names = new ArrayList<>(
                List.of(keys.view(), keys.unfinished(), keys.waiting(), keys.pendingLog(), keys.hints()));
        List<String> arguments = new ArrayList<>(List.of(
                epoch, taken.text, String.valueOf(REMEMBERED.toMillis()), HINTS_KEPT, String.valueOf(ready.size())));
        ready.forEach(one -> arguments.addAll(List.of(one.id().toString(), String.valueOf(one.version()))));
        for (Projection projection : projections) {
            names.add(keys.over(epoch, projection.parked().id()));
            arguments.addAll(arguments(projection));
        }
        List<?> answer = (List<?>) server.run(SHOW, names, arguments);
        return new Result((String) answer.get(0), (Long) answer.get(1), (Long) answer.get(2));
    }

    private static List<String> arguments(Projection projection) {
        Parked parked = projection.parked();
        return List.of(
                Keys.member(parked.tenant(), parked.id()),
                String.valueOf(projection.version()),
                projection.status().text(),
                parked.tool(),
                storable(parked.arguments()),
                parked.triggeredBy(),
                storable(parked.conversationId()),
                String.valueOf(parked.validUntil().getEpochSecond()),
                parked.id().toString(),
                parked.tenant().value(),
                storable(parked.requestId()),
                parked.createdAt().toString());
    }

    private static String storable(@Nullable String text) {
        return Objects.requireNonNullElse(StorableJson.storable(text), "");
    }

    /** Hints that say no more than that there may be work. */
    void remind(Keys keys, int hints) {
        show(keys, "", Taken.NEXT, List.of(), Collections.nCopies(hints, ANY));
    }

    /**
     * What is shown of a proposal.
     *
     * @param version 0 for nothing
     * @param waits whether as waiting for people
     */
    record Shown(long version, boolean waits) {
        static final Shown NOTHING = new Shown(0, false);
    }

    Map<ProposalId, Shown> shown(Keys keys, String epoch, Map<ProposalId, TenantId> wanted) {
        List<String> names = new ArrayList<>(List.of(keys.unfinished(), keys.waiting()));
        List<String> members = new ArrayList<>();
        wanted.forEach((id, tenant) -> {
            names.add(keys.over(epoch, id));
            members.add(Keys.member(tenant, id));
        });
        List<?> answer = (List<?>) server.run(SHOWN, names, members);
        Map<ProposalId, Shown> shown = new LinkedHashMap<>();
        int place = 0;
        for (ProposalId id : wanted.keySet()) {
            List<?> one = (List<?>) answer.get(place++);
            shown.put(id, new Shown((Long) one.get(0), Long.valueOf(1).equals(one.get(1))));
        }
        return shown;
    }

    /** Empty while the view is not whole. */
    OptionalLong pending(Keys keys, TenantId tenant) {
        List<String> members = Keys.members(tenant);
        Object count = server.run(
                PENDING, List.of(keys.view(), keys.waiting()), List.of("[" + members.get(0), "(" + members.get(1)));
        return count == null ? OptionalLong.empty() : OptionalLong.of((Long) count);
    }
}
