package io.toolgateway.redis;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.store.Inbox;
import io.toolgateway.store.StoreException;
import io.toolgateway.stored.Members;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbox: each entry lies in its tenant's shard, with its place among those of each role and user that it is for. All of it has an
 * end.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Entries implements Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Entries.class);
    private static final Lua PUT = Lua.named("inbox_put");
    private static final Lua LIST = Lua.named("inbox_list");
    private static final Lua UNREAD = Lua.named("inbox_unread");
    private static final Lua MARK = Lua.named("inbox_mark");
    private static final String KEPT = String.valueOf(KEPT_FOR.toSeconds() * 1_000_000);

    private final Server server;
    private final Shards shards;
    private final Units units;

    Entries(Server server, Shards shards, Units units) {
        this.server = server;
        this.shards = shards;
        this.units = units;
    }

    @Override
    public void put(Entry entry) {
        TenantId tenant = entry.tenant();
        Keys keys = shards.of(tenant);
        List<String> places = new ArrayList<>(List.of(keys.inbox(tenant), keys.inboxNumbers(tenant)));
        entry.audience().users().forEach(user -> places.add(keys.inboxOfUser(tenant, user)));
        entry.audience().roles().forEach(role -> places.add(keys.inboxOfRole(tenant, role)));
        String id = entry.id().toString();
        units.repeated(isRepeat -> server.run(PUT, places, List.of(server.time(), KEPT, id, text(entry))));
    }

    private static String text(Entry entry) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("roles", new ArrayList<>(entry.audience().roles()));
        form.put("users", new ArrayList<>(entry.audience().users()));
        form.put("body", entry.body());
        return Json.write(form);
    }

    @Override
    public List<Item> list(Caller reader, long before, int limit) {
        Inbox.requireLimit(limit);
        Keys keys = shards.of(reader.tenant());
        List<String> places = new ArrayList<>(List.of(keys.inbox(reader.tenant())));
        places.addAll(places(keys, reader));
        String below = before == NEWEST ? "+inf" : "(" + before;
        List<?> answers = (List<?>) units.repeated(
                isRepeat -> server.run(LIST, places, List.of(server.time(), KEPT, below, String.valueOf(limit))));
        List<Item> items = new ArrayList<>(answers.size());
        for (Object answer : answers) {
            List<?> parts = (List<?>) answer;
            try {
                items.add(item(reader.tenant(), parts));
            } catch (StoreException | IllegalArgumentException e) {
                LOG.warn("the entry {} of the inbox is damaged, and passed over", parts.get(1));
            }
        }
        return items;
    }

    private static Item item(TenantId tenant, List<?> parts) {
        Members form = Members.of((String) parts.get(3));
        long number = Long.parseLong((String) parts.get(0));
        Entry entry = new Entry(
                UUID.fromString((String) parts.get(1)),
                tenant,
                new Audience(new LinkedHashSet<>(form.texts("roles")), new LinkedHashSet<>(form.texts("users"))),
                form.text("body"));
        return new Item(
                entry,
                number,
                Instant.EPOCH.plus(number, ChronoUnit.MICROS),
                Long.valueOf(1).equals(parts.get(2)));
    }

    @Override
    public long unread(Caller reader) {
        List<String> places = places(shards.of(reader.tenant()), reader);
        return (Long) units.repeated(
                isRepeat -> server.run(UNREAD, places, List.of(server.time(), KEPT, String.valueOf(MOST_COUNTED))));
    }

    @Override
    public void markRead(Caller reader, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            mark(reader, ids.stream().map(UUID::toString).toList());
        }
    }

    @Override
    public void markAllRead(Caller reader) {
        mark(reader, List.of());
    }

    private void mark(Caller reader, List<String> ids) {
        List<String> places = places(shards.of(reader.tenant()), reader);
        units.repeated(isRepeat -> {
            List<String> arguments = new ArrayList<>(List.of(server.time(), KEPT));
            arguments.addAll(ids);
            return server.run(MARK, places, arguments);
        });
    }

    /** What the person has read, and what is for the person and for each role. */
    private static List<String> places(Keys keys, Caller reader) {
        TenantId tenant = reader.tenant();
        List<String> places = new ArrayList<>();
        places.add(keys.inboxRead(tenant, reader.userId()));
        places.add(keys.inboxOfUser(tenant, reader.userId()));
        reader.roles().forEach(role -> places.add(keys.inboxOfRole(tenant, role)));
        return places;
    }
}
