package io.toolgateway.redis;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.StatusProbe;
import io.toolgateway.stored.Members;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Reads the keys with plain commands. */
final class KeyProbe implements StatusProbe {

    private final UnifiedJedis client;
    private final List<Keys> shards;

    KeyProbe(UnifiedJedis client, Shards shards) {
        this.client = client;
        this.shards = shards.all();
    }

    @Override
    public Optional<Row> row(ProposalId id) {
        return shards.stream()
                .map(keys -> client.hgetAll(keys.prefix() + "tool_calls:p:" + id))
                .filter(hash -> !hash.isEmpty())
                .map(KeyProbe::row)
                .findFirst();
    }

    private static Row row(Map<String, String> hash) {
        Members state = Members.of(hash.get("state"));
        return new Row(ProposalStatus.ofText(hash.get("status")), state.number("version"), state.number("fence"), hash);
    }

    @Override
    public long rows() {
        return shards.stream().mapToLong(keys -> rows(keys.prefix())).sum();
    }

    private long rows(String prefix) {
        Set<String> keys = new HashSet<>();
        ScanParams pattern = new ScanParams().match(prefix + "tool_calls:p:*").count(1_000);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = client.scan(cursor, pattern);
            keys.addAll(page.getResult());
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return keys.size();
    }

    @Override
    public List<UUID> outbox() {
        return shards.stream()
                .flatMap(keys -> client.hgetAll(keys.prefix() + "tool_calls:outbox").entrySet().stream()
                        .sorted(Map.Entry.comparingByValue()))
                .map(entry -> UUID.fromString(entry.getKey()))
                .toList();
    }

    @Override
    public Optional<BigDecimal> reserved(String limit) {
        return shards.stream()
                .map(keys -> client.hget(keys.prefix() + "tool_calls:limits", limit))
                .filter(Objects::nonNull)
                .map(BigDecimal::new)
                .findFirst();
    }
}
