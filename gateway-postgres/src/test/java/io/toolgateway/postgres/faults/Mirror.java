package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.server.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;
import redis.clients.jedis.resps.Tuple;

/**
 * Holds what is shown against what is recorded, while both change: reads the record, then what is shown (its keys at one moment),
 * then the record again, by plain commands and straight from the servers. Confined to one thread at a time.
 *
 * <p>What is shown is equal if it lies between the two: whatever did not change from the one to the other is shown exactly so, and
 * what did change is shown as it was, as it became, or as something in between. So a look that begins when a commit is not shown
 * yet finds them different, and nothing that was committed before the look can be missing in one that finds them equal.
 */
final class Mirror implements AutoCloseable {

    private static final String VIEW = "tool_calls:view:";
    private static final int UUID_LENGTH = 36;
    private static final int MILLIS = 1_000;
    private static final int PAGE = 1_000;
    private static final String SHOWN_ONES = "verdict ->> 'kind' = 'require_approval'";
    private static final String TABLE = "tool_gateway.tool_call_proposals";
    private static final String OPEN =
            "SELECT id, version, status FROM " + TABLE + " WHERE status IN ('pending', 'approved') AND " + SHOWN_ONES;
    private static final String STANDING = "SELECT id, version, status FROM " + TABLE + " WHERE id = ANY (?::uuid[])";
    private static final String CHANGES = "SELECT e.proposal_id, e.seq, e.status FROM tool_gateway.tool_call_events e"
            + " JOIN " + TABLE + " p ON p.id = e.proposal_id AND p." + SHOWN_ONES
            + " WHERE e.seq IS NOT NULL ORDER BY e.proposal_id, e.seq";

    private final Supplier<HostAndPort> redis;
    private final Connection record;

    /**
     * Opens it.
     *
     * @param redis where Redis is at the moment, past every proxy
     */
    Mirror(Database database, Supplier<HostAndPort> redis) {
        this.redis = redis;
        try {
            this.record = database.connect();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Where a proposal stands. */
    record Standing(long version, String status) {}

    /**
     * What a look found.
     *
     * @param at when what is shown was read, by {@link System#nanoTime}
     * @param different what is not as it is recorded; empty if all is
     * @param ahead what is shown and was never recorded (I13)
     */
    record Look(long at, List<String> different, List<String> ahead) {}

    /** Whether the view says itself that it is all there: asked before a look, which costs a lot where much is open. */
    boolean isWhole() {
        try (Jedis look = connect()) {
            return look.hexists("tool_calls:view", "point");
        } catch (JedisException gone) {
            return false;
        }
    }

    /** Null if Redis does not answer. */
    @Nullable
    Look look() {
        Map<String, Standing> before = open();
        Shown read;
        try {
            read = shown();
        } catch (JedisException gone) {
            return null;
        }
        long at = System.nanoTime();
        Map<String, Standing> after = open();
        Map<String, Standing> shown = read.open();
        List<String> different =
                new ArrayList<>(read.isWhole() ? List.of() : List.of("it is not whole, or lost its log"));
        Set<String> all = new HashSet<>(before.keySet());
        all.addAll(shown.keySet());
        for (String id : all) {
            if (!lies(before.get(id), shown.get(id), after.get(id))) {
                different.add(id + ": " + shown.get(id) + " is shown, recorded was " + before.get(id) + " and then "
                        + after.get(id));
            }
        }
        return new Look(at, different, ahead(shown, after));
    }

    /** Null for: not open. */
    private static boolean lies(@Nullable Standing before, @Nullable Standing shown, @Nullable Standing after) {
        if (shown == null) {
            return before == null || after == null;
        }
        if (shown.equals(before) || shown.equals(after)) {
            return true;
        }
        boolean isLater = before == null || shown.version() > before.version();
        boolean isEarlier = after == null ? before != null : shown.version() < after.version();
        return isLater && isEarlier;
    }

    /** Whatever is shown was committed before, so that the record, read after it, has it or has gone on. */
    private List<String> ahead(Map<String, Standing> shown, Map<String, Standing> after) {
        Map<String, Standing> doubtful = new LinkedHashMap<>(shown);
        doubtful.entrySet().removeIf(one -> !isAhead(one.getValue(), after.get(one.getKey())));
        if (doubtful.isEmpty()) {
            return List.of();
        }
        Map<String, Standing> standing = standing(doubtful.keySet());
        List<String> ahead = new ArrayList<>();
        doubtful.forEach((id, one) -> {
            if (isAhead(one, standing.get(id))) {
                ahead.add(id + ": " + one + " is shown, recorded is " + standing.get(id));
            }
        });
        return ahead;
    }

    private static boolean isAhead(Standing shown, @Nullable Standing recorded) {
        return recorded == null
                || shown.version() > recorded.version()
                || (shown.version() == recorded.version() && !shown.equals(recorded));
    }

    private Map<String, Standing> open() {
        try (Statement statement = record.createStatement();
                ResultSet rows = statement.executeQuery(OPEN)) {
            return standings(rows);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Standing> standing(Set<String> ids) {
        try (PreparedStatement statement = record.prepareStatement(STANDING)) {
            statement.setArray(1, record.createArrayOf("text", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                return standings(rows);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Standing> standings(ResultSet rows) throws SQLException {
        Map<String, Standing> standings = new HashMap<>();
        while (rows.next()) {
            standings.put(rows.getString(1), new Standing(rows.getLong(2), rows.getString(3)));
        }
        return standings;
    }

    /** A connection of its own for each look: the server may be another one than before. */
    Jedis connect() {
        return new Jedis(
                redis.get(),
                DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(MILLIS)
                        .socketTimeoutMillis(MILLIS)
                        .build());
    }

    /** What is shown, and whether it says itself that this is all, and whether its log is still the one that it began. */
    private record Shown(Map<String, Standing> open, boolean isWhole) {}

    private Shown shown() {
        try (Jedis look = connect()) {
            Transaction both = look.multi();
            Response<List<Tuple>> unfinished = both.zrangeWithScores(VIEW + "unfinished", 0, -1);
            Response<List<String>> waiting = both.zrange(VIEW + "waiting", 0, -1);
            Response<Map<String, String>> view = both.hgetAll("tool_calls:view");
            Response<List<StreamEntry>> log = both.xrange("pending_tool_calls", "-", "+", 1);
            both.exec();
            Map<String, Standing> shown = new HashMap<>();
            for (Tuple one : unfinished.get()) {
                shown.put(id(one.getElement()), new Standing((long) one.getScore(), "approved"));
            }
            for (String member : waiting.get()) {
                Standing approved = shown.get(id(member));
                shown.put(id(member), new Standing(approved == null ? -1 : approved.version(), "pending"));
            }
            String first = log.get().isEmpty() ? "" : log.get().get(0).getID().toString();
            return new Shown(
                    shown,
                    view.get().containsKey("point") && first.equals(view.get().get("log_from")));
        }
    }

    private static String id(String member) {
        return member.substring(member.length() - UUID_LENGTH);
    }

    /**
     * What is wrong with the log: an entry that no event stands behind; and, if nothing of it was ever lost, a change of a status
     * that is missing, stands there twice or in another order.
     *
     * @param forged entries that were written by others
     */
    List<String> wrongInLog(boolean isWhole, Set<StreamEntryID> forged) {
        Map<String, TreeMap<Long, String>> events = events();
        Map<String, List<Standing>> logged = logged(forged);
        List<String> wrong = new ArrayList<>();
        logged.forEach((id, entries) -> {
            Map<Long, String> known = events.getOrDefault(id, new TreeMap<>());
            for (Standing entry : entries) {
                if (!entry.status().equals(known.get(entry.version()))) {
                    wrong.add(id + ": logged as " + entry + ", recorded as " + known);
                }
            }
        });
        if (isWhole) {
            events.forEach((id, known) -> {
                List<Standing> entries = logged.getOrDefault(id, List.of());
                if (!entries.equals(changes(known))) {
                    wrong.add(id + ": logged are " + entries + ", recorded " + known);
                }
            });
        }
        return wrong;
    }

    private static List<Standing> changes(TreeMap<Long, String> events) {
        List<Standing> changes = new ArrayList<>();
        String status = "";
        for (Map.Entry<Long, String> event : events.entrySet()) {
            if (!event.getValue().equals(status)) {
                status = event.getValue();
                changes.add(new Standing(event.getKey(), status));
            }
        }
        return changes;
    }

    private Map<String, TreeMap<Long, String>> events() {
        try (Statement statement = record.createStatement();
                ResultSet rows = statement.executeQuery(CHANGES)) {
            Map<String, TreeMap<Long, String>> events = new LinkedHashMap<>();
            while (rows.next()) {
                events.computeIfAbsent(rows.getString(1), none -> new TreeMap<>())
                        .put(rows.getLong(2), rows.getString(3));
            }
            return events;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, List<Standing>> logged(Set<StreamEntryID> forged) {
        Map<String, List<Standing>> logged = new LinkedHashMap<>();
        try (Jedis look = connect()) {
            List<StreamEntry> page = look.xrange("pending_tool_calls", "-", "+", PAGE);
            while (!page.isEmpty()) {
                for (StreamEntry entry : page) {
                    if (!forged.contains(entry.getID())) {
                        Map<String, String> fields = entry.getFields();
                        logged.computeIfAbsent(fields.get("proposal_id"), none -> new ArrayList<>())
                                .add(new Standing(Long.parseLong(fields.get("version")), fields.get("status")));
                    }
                }
                String last = page.get(page.size() - 1).getID().toString();
                page = look.xrange("pending_tool_calls", "(" + last, "+", PAGE);
            }
        }
        return logged;
    }

    @Override
    public void close() {
        try {
            record.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
