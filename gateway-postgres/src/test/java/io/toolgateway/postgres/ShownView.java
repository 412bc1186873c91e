package io.toolgateway.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.Tuple;

/**
 * What is open, as {@code id version status}: read from the tables, and from the keys of a view, each by plain commands.
 *
 * @param prefix what the names of the view's keys begin with
 */
record ShownView(UnifiedJedis redis, String prefix) {

    private static final int UUID_LENGTH = 36;

    /** What the record has. */
    static Map<String, String> recorded(Connection connection, String schema) {
        Map<String, String> open = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, version, status FROM " + schema
                        + ".tool_call_proposals WHERE status IN ('pending', 'approved')"
                        + " AND verdict ->> 'kind' = 'require_approval'")) {
            while (rows.next()) {
                open.put(rows.getString(1), rows.getLong(2) + " " + rows.getString(3));
            }
            return open;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What is shown. */
    Map<String, String> shown() {
        Map<String, String> open = new TreeMap<>();
        for (Tuple one : redis.zrangeWithScores(prefix + "tool_calls:view:unfinished", 0, -1)) {
            open.put(id(one.getElement()), (long) one.getScore() + " approved");
        }
        for (String member : redis.zrange(prefix + "tool_calls:view:waiting", 0, -1)) {
            open.computeIfPresent(id(member), (id, version) -> version.replace("approved", "pending"));
            open.putIfAbsent(id(member), "waits, but is not among what is open");
        }
        return open;
    }

    /** Whether the view says that it is whole. */
    boolean isWhole() {
        return redis.hexists(prefix + "tool_calls:view", "point");
    }

    private static String id(String member) {
        return member.substring(member.length() - UUID_LENGTH);
    }
}
