package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Which tenants' keys lie together.
 *
 * @param all the shards; one outside a cluster
 */
record Shards(List<Keys> all) {

    /** One, whose streams have the names of SPEC S2, after the namespace. */
    static Shards one(String namespace) {
        return new Shards(List.of(new Keys(namespace.isEmpty() ? "" : namespace + ":")));
    }

    /** Several, each on one node of a cluster. */
    static Shards many(String namespace, int count) {
        List<Keys> all = new ArrayList<>(count);
        for (int shard = 0; shard < count; shard++) {
            all.add(new Keys("{" + (namespace.isEmpty() ? "tg" : namespace) + ":" + shard + "}:"));
        }
        return new Shards(List.copyOf(all));
    }

    Keys of(TenantId tenant) {
        return all.get(indexOf(tenant));
    }

    /** The place of a tenant's shard among all. */
    int indexOf(TenantId tenant) {
        if (all.size() == 1) {
            return 0;
        }
        CRC32 sum = new CRC32();
        sum.update(tenant.value().getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % all.size());
    }

    /** Things of several tenants, by the places of their shards; those of one in their order. */
    <T> Map<Integer, List<T>> split(Collection<T> things, Function<T, TenantId> tenant) {
        Map<Integer, List<T>> split = new LinkedHashMap<>();
        things.forEach(one -> split.computeIfAbsent(indexOf(tenant.apply(one)), none -> new ArrayList<>())
                .add(one));
        return split;
    }
}
