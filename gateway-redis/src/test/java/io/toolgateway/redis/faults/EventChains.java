package io.toolgateway.redis.faults;

import io.toolgateway.stored.EventHash;
import io.toolgateway.stored.Members;
import io.toolgateway.testkit.faults.Tripwire;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.resps.StreamEntry;

/** Verifies the chain of each proposal's events straight from the keys (I15). */
public record EventChains(String address) {

    /** What is wrong with them. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        try (RedisClient client = RedisOpener.client(address, Tripwire.NONE)) {
            for (String row : client.keys("tool_calls:p:*")) {
                String id = row.substring(row.lastIndexOf(':') + 1);
                String head = EventHash.GENESIS;
                long seq = 0;
                for (Members event : events(client, id)) {
                    if (!EventHash.of(event.values()).equals(event.text("hash"))) {
                        faults.add("an event of " + id + ": its hash is not of what it says");
                    }
                    if (event.numberOrNull("seq") != null) {
                        seq++;
                        if (event.number("seq") != seq
                                || !event.text("previous_hash").equals(head)) {
                            faults.add("event " + event.number("seq") + " of " + id
                                    + ": it does not follow the one before");
                        }
                        head = event.text("hash");
                    }
                }
                if (!head.equals(client.hget(row, "head"))) {
                    faults.add(id + ": its head is not its last event");
                }
            }
        }
        return faults;
    }

    private static List<Members> events(RedisClient client, String id) {
        List<Members> events = new ArrayList<>();
        for (String entry : client.lrange("tool_calls:events_of:" + id, 0, -1)) {
            // The campaigns have one tenant.
            for (String stream : client.keys("tool_calls:events:*")) {
                for (StreamEntry found : client.xrange(stream, entry, entry)) {
                    events.add(Members.of(found.getFields().get("event")));
                }
            }
        }
        return events;
    }
}
