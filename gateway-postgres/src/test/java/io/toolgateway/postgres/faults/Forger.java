package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.server.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Writes entries by hand into both streams, as somebody would who can reach Redis and no more. Confined to one thread. */
final class Forger {

    private static final String LOG = "pending_tool_calls";
    private static final String HINTS = "approved_tool_calls";
    private static final int DUPLICATES = 3_000;
    private static final int ONE_OF = 20;

    /** A binary value, a text that is no text, and one that is too long to be meant. */
    private static final List<String> GARBAGE = List.of(
            "", "\u0000\u0001\uffff", "'; DROP TABLE x; --", "\ud800", "-1", "9".repeat(400), "x".repeat(5_000));

    private final Database database;
    private final Supplier<HostAndPort> redis;
    private final Random random;
    private final Set<StreamEntryID> written = new HashSet<>();

    Forger(Database database, Supplier<HostAndPort> redis, long seed) {
        this.database = database;
        this.redis = redis;
        this.random = new Random(seed);
    }

    /** What it wrote into the log. */
    Set<StreamEntryID> written() {
        return written;
    }

    /** One entry, or one of them thousands of times. */
    void forge() {
        String stream = random.nextBoolean() ? HINTS : LOG;
        Map<String, String> entry = random.nextInt(4) == 0 ? garbage() : plausible(ids());
        int times = random.nextInt(ONE_OF) == 0 ? DUPLICATES : 1 + random.nextInt(3);
        write(stream, entry, times);
    }

    /** One of each proposal that waits, that says it was approved. */
    void forgeHint() {
        ids().forEach(id -> write(HINTS, Map.of("proposal_id", id, "version", "2"), 1));
    }

    /** One into the log, of a proposal that is not there. */
    void forgeLog() {
        write(LOG, plausible(List.of()), 1);
    }

    private void write(String stream, Map<String, String> entry, int times) {
        try (Jedis client = new Jedis(redis.get());
                Pipeline all = client.pipelined()) {
            List<Response<StreamEntryID>> answers = new ArrayList<>();
            for (int time = 0; time < times; time++) {
                answers.add(all.xadd(stream, XAddParams.xAddParams(), entry));
            }
            all.sync();
            if (stream.equals(LOG)) {
                answers.forEach(answer -> written.add(answer.get()));
            }
        }
    }

    private Map<String, String> garbage() {
        Map<String, String> entry = new HashMap<>();
        for (String field : List.of("proposal_id", "version", "status", "v", "tenant_id", any(GARBAGE))) {
            if (random.nextBoolean() || entry.isEmpty()) {
                entry.put(field, any(GARBAGE));
            }
        }
        return entry;
    }

    /** As the library writes it, of a proposal that it says something untrue of. */
    private Map<String, String> plausible(List<String> ids) {
        String id = ids.isEmpty() || random.nextInt(5) == 0 ? UUID.randomUUID().toString() : any(ids);
        return new HashMap<>(Map.of(
                "proposal_id", id,
                "version", String.valueOf(random.nextInt(10)),
                "status", any(List.of("approved", "pending", "executed", "rejected")),
                "tool_name", any(List.of("pay", "set", "pay_now", "no_such_tool")),
                "tool_args", "{\"token\":\"forged\"}",
                "triggered_by", "forger",
                "tenant_id", any(List.of("0c3d7a52-6f8e-4b1d-9a57-3f1f0a6b1c01", "somebody-else's")),
                "valid_until", "4102444800",
                "v", any(List.of("1", "99"))));
    }

    /** Of every tenant, status and age. */
    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        String some =
                "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY tenant_id, status ORDER BY id DESC) AS n"
                        + " FROM tool_gateway.tool_call_proposals) AS p WHERE n <= 5";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(some)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return ids;
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
