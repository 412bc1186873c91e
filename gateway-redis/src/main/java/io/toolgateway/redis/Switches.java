package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.redis.Group.Places;
import io.toolgateway.store.ToolSwitches;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The switches of the tools, in every shard. Inserts and claims are checked against those of their own shard; whoever only asks is
 * answered from a copy that is half a second old at most.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Switches implements ToolSwitches {

    private static final Duration COPY_AGE = Duration.ofMillis(500);

    private final Server server;
    private final Shards shards;
    private final Units units;
    private final TimeSource time;
    private volatile @Nullable Copy copy;

    Switches(Server server, Shards shards, Units units, TimeSource time) {
        this.server = server;
        this.shards = shards;
        this.units = units;
        this.time = time;
    }

    private record Copy(Switched switched, long readAt) {}

    @Override
    public void off(String tool, @Nullable TenantId tenant, String by) {
        Switch wanted = new Switch(tool, tenant, by);
        change(tenant, "HSET", Switched.field(tool, tenant), Switched.value(wanted));
    }

    @Override
    public void on(String tool, @Nullable TenantId tenant, String by) {
        Switch wanted = new Switch(tool, tenant, by);
        change(tenant, "HDEL", Switched.field(wanted.tool(), tenant));
    }

    /** Once it has been done in the last shard, it is off everywhere. */
    private void change(@Nullable TenantId tenant, String command, String... words) {
        for (Keys keys : tenant == null ? shards.all() : List.of(shards.of(tenant))) {
            Places places = new Places();
            Group group = new Group(places);
            Object[] all = new Object[words.length + 1];
            all[0] = Group.key(keys.switches());
            System.arraycopy(words, 0, all, 1, words.length);
            group.write(command, all);
            group.write("HINCRBY", Group.key(keys.switches()), Switched.CHANGES, "1");
            group.write("XADD", Group.key(keys.hints()), "*", "switch", words[0]);
            units.commit(places, List.of(group));
        }
        copy = null;
    }

    @Override
    public boolean isOff(String tool, TenantId tenant) {
        return shards.all().size() == 1
                ? copy().isOff(tool, tenant)
                : read(shards.of(tenant)).isOff(tool, tenant);
    }

    private Switched copy() {
        Copy current = copy;
        if (current == null || time.nanoTime() - current.readAt() > COPY_AGE.toNanos()) {
            long readAt = time.nanoTime();
            current = new Copy(read(shards.all().get(0)), readAt);
            copy = current;
        }
        return current.switched();
    }

    private Switched read(Keys keys) {
        return Switched.of(server.call(redis -> redis.hgetAll(keys.switches())));
    }

    @Override
    public List<Switch> all() {
        return shards.all().stream()
                .flatMap(keys -> read(keys).all().stream())
                .distinct()
                .toList();
    }
}
