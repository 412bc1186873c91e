package io.toolgateway.redis;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.StatusProbe;
import io.toolgateway.stored.Members;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Reads the keys with plain commands. */
final class KeyProbe implements StatusProbe {

    private final UnifiedJedis client;

    KeyProbe(UnifiedJedis client) {
        this.client = client;
    }

    @Override
    public Optional<Row> row(ProposalId id) {
        Map<String, String> hash = client.hgetAll("tool_calls:p:" + id);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        Members state = Members.of(hash.get("state"));
        return Optional.of(new Row(
                ProposalStatus.ofText(hash.get("status")), state.number("version"), state.number("fence"), hash));
    }

    @Override
    public long rows() {
        Set<String> keys = new HashSet<>();
        ScanParams pattern = new ScanParams().match("tool_calls:p:*").count(1_000);
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
        return client.xrange("tool_calls:outbox", "-", "+").stream()
                .map(entry -> UUID.fromString(entry.getFields().get("id")))
                .toList();
    }
}
