package io.toolgateway.redis;

import static io.toolgateway.redis.Group.key;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.redis.Group.Places;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.store.Topic;
import io.toolgateway.stored.Members;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox: each message lies in its tenant's shard, with its place among those of its kind by the time from which it is due, and
 * among those of its topic.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Messages implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final Lua TAKE = Lua.named("messages");
    private static final Lua POSTPONE = Lua.named("postpone");
    private static final Lua DUE = Lua.named("due");
    private static final Duration DROPS_EVERY = Duration.ofMinutes(1);
    private static final int AT_ONCE = 500;
    private static final int NANOS_OF_A_MICRO = 1_000;
    private static final int DIGITS = 16;

    private final Server server;
    private final Shards shards;
    private final Rounds rounds;
    private final Units units;

    Messages(Server server, Shards shards, Rounds rounds, Units units) {
        this.server = server;
        this.shards = shards;
        this.rounds = rounds;
        this.units = units;
    }

    /** A message as it lies there, but for its number. */
    static String text(SideEffect.Send message) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("kind", message.topic().kind());
        form.put("tenant", message.topic().tenant().value());
        form.put("name", message.topic().name());
        form.put("body", message.body());
        return Json.write(form);
    }

    @Override
    public List<Message> take(TakeRequest request) {
        Topic topic = request.topic();
        return topic == null
                ? rounds.collect(request.limit(), (keys, left) -> take(keys, request, left))
                : take(shards.of(topic.tenant()), request, request.limit());
    }

    private List<Message> take(Keys keys, TakeRequest request, int limit) {
        List<String> places =
                new ArrayList<>(List.of(keys.outbox(), keys.outboxAttempts(), keys.outbox(request.kind())));
        if (request.topic() != null) {
            places.add(keys.outbox(request.topic()));
        }
        String micros = String.valueOf(request.holdFor().toNanos() / NANOS_OF_A_MICRO);
        // Not again where nothing was answered: what was taken is held, and comes again.
        List<?> answers = (List<?>) server.run(TAKE, places, List.of(server.time(), micros, String.valueOf(limit)));
        List<Message> messages = new ArrayList<>(answers.size());
        for (Object answer : answers) {
            List<?> parts = (List<?>) answer;
            try {
                Members form = Members.of((String) parts.get(2));
                int attempts = ((Long) parts.get(1)).intValue();
                messages.add(
                        new Message(UUID.fromString((String) parts.get(0)), topic(form), form.text("body"), attempts));
            } catch (StoreException | IllegalArgumentException e) {
                LOG.warn("the message {} of the outbox is damaged, and passed over", parts.get(0));
            }
        }
        return messages;
    }

    private static Topic topic(Members form) {
        return new Topic(form.text("kind"), TenantId.of(form.text("tenant")), form.text("name"));
    }

    @Override
    public void postpone(TenantId tenant, UUID id, Duration by) {
        String micros = String.valueOf(TakeRequest.requireHold(by).toNanos() / NANOS_OF_A_MICRO);
        Keys keys = shards.of(tenant);
        units.repeated(isRepeat -> {
            String text = server.call(redis -> redis.hget(keys.outbox(), id.toString()));
            Topic topic = text == null ? null : topicOf(text, id);
            if (text != null && topic != null && topic.tenant().equals(tenant)) {
                String member = text.substring(0, DIGITS + 1) + id;
                server.run(POSTPONE, List.of(keys.outbox(topic.kind())), List.of(server.time(), micros, member));
            }
            return id;
        });
    }

    private static @Nullable Topic topicOf(String text, UUID id) {
        try {
            return topic(Members.of(text.substring(DIGITS + 1)));
        } catch (StoreException | IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.warn("the message {} of the outbox is damaged, and comes again as it was taken", id);
            return null;
        }
    }

    @Override
    public void acknowledge(TenantId tenant, Collection<UUID> ids) {
        List<String> all = ids.stream().map(UUID::toString).toList();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            units.repeated(isRepeat -> remove(shards.of(tenant), tenant, some));
        }
    }

    /** Removes those of a tenant, or of all; gives how many there were. */
    private int remove(Keys keys, @Nullable TenantId tenant, List<String> ids) {
        List<? extends @Nullable String> texts =
                server.call(redis -> redis.hmget(keys.outbox(), ids.toArray(String[]::new)));
        Places places = new Places();
        Group group = new Group(places);
        for (int i = 0; i < ids.size(); i++) {
            String text = texts.get(i);
            if (text != null) {
                remove(keys, tenant, ids.get(i), text, group);
            }
        }
        if (!group.isEmpty()) {
            units.commit(places, List.of(group));
        }
        return ids.size();
    }

    private static void remove(Keys keys, @Nullable TenantId tenant, String id, String text, Group group) {
        try {
            Topic topic = topic(Members.of(text.substring(DIGITS + 1)));
            if (tenant != null && !topic.tenant().equals(tenant)) {
                return;
            }
            String member = text.substring(0, DIGITS + 1) + id;
            group.write("ZREM", key(keys.outbox(topic.kind())), member);
            group.write("ZREM", key(keys.outbox(topic)), member);
        } catch (StoreException | IllegalArgumentException | IndexOutOfBoundsException e) {
            if (tenant != null) {
                return;
            }
            LOG.warn("the message {} of the outbox is damaged, and dropped", id);
        }
        group.write("HDEL", key(keys.outbox()), id);
        group.write("HDEL", key(keys.outboxAttempts()), id);
        group.write("ZREM", key(keys.outboxSent()), id);
    }

    /** Drops what nobody asked for in all the time. */
    Seldom droppingOld(TimeSource time) {
        return new Seldom(DROPS_EVERY, time, this::dropOld);
    }

    private void dropOld() {
        // Older than that, not as old.
        String earlier = String.valueOf(-(KEPT_FOR.toNanos() / NANOS_OF_A_MICRO) - 1);
        for (Keys keys : shards.all()) {
            try {
                List<String> old;
                do {
                    List<?> found = (List<?>) server.run(
                            DUE,
                            List.of(keys.outboxSent()),
                            List.of(server.time(), earlier, String.valueOf(AT_ONCE), "0"));
                    old = ((List<?>) found.get(0))
                            .stream()
                                    .map(id -> Objects.requireNonNull((String) id))
                                    .toList();
                    if (!old.isEmpty()) {
                        dropped(keys, old);
                    }
                } while (old.size() == AT_ONCE);
            } catch (StoreException e) {
                LOG.debug("old messages were not dropped: {}", e.getMessage());
            }
        }
    }

    private void dropped(Keys keys, List<String> old) {
        remove(keys, null, old);
        // Also where there is no message any more.
        server.call(redis -> redis.zrem(keys.outboxSent(), old.toArray(String[]::new)));
    }
}
