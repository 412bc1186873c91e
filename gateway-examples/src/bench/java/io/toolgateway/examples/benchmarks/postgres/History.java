package io.toolgateway.examples.benchmarks.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.server.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database with a year of history: executed proposals of all tenants, each with one event, and what is open on top of it. The
 * rows are copies of one that the gateway has made, with other ids, keys, people and times.
 */
final class History {

    private static final String SCHEMA = "tool_gateway.";
    private static final int OPEN = 2_000;

    private final Database database;
    private final HikariDataSource pool;
    private final Subject subject;
    private final Stock stock;

    private History(Database database, HikariDataSource pool, People people) {
        this.database = database;
        this.pool = pool;
        this.subject = Subject.on(Subject.store(pool));
        this.stock = new Stock(subject, people);
    }

    static History of(int rows, Bench bench) throws SQLException {
        Database database = bench.server().freshDatabase();
        History history = new History(database, Bench.migrated(bench.server(), database), bench.people());
        ProposalId like = history.stock
                .finished(history.claimedOne())
                .get(0)
                .id();
        history.load(rows, like);
        history.stock.parked(OPEN);
        return history;
    }

    private List<Proposal> claimedOne() {
        stock.approved(1);
        return stock.claimed(1);
    }

    Subject subject() {
        return subject;
    }

    Stock stock() {
        return stock;
    }

    void drop(Bench bench) {
        pool.close();
        bench.server().drop(database);
    }

    /** Without the indexes that may be made afterwards: that is several times as fast. */
    private void load(int rows, ProposalId like) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off");
            List<String> indexes = indexes(connection);
            for (String index : indexes) {
                statement.execute("DROP INDEX " + SCHEMA + index.split(" ON ")[0].replaceAll(".* ", ""));
            }
            copy(connection, "tool_call_proposals", "id", like, rows);
            copy(connection, "tool_call_events", "proposal_id", like, rows);
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    private static List<String> indexes(Connection connection) throws SQLException {
        List<String> indexes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        """
                        SELECT indexdef FROM pg_indexes i WHERE schemaname = 'tool_gateway'
                          AND tablename IN ('tool_call_proposals', 'tool_call_events')
                          AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)""")) {
            while (rows.next()) {
                indexes.add(rows.getString(1));
            }
        }
        return indexes;
    }

    private static void copy(Connection connection, String table, String key, ProposalId like, int rows)
            throws SQLException {
        List<String> columns = RawRows.columns(connection, table);
        List<String> values =
                columns.stream().map(column -> value(table, column)).toList();
        String insert = "INSERT INTO " + SCHEMA + table + " (" + String.join(", ", columns) + ") SELECT "
                + String.join(", ", values)
                + " FROM generate_series(1, ?) AS i,"
                + " LATERAL (SELECT clock_timestamp() - interval '366 days' + interval '365 days' * (i / ?::float8) AS at) AS t,"
                // A UUIDv7 of that time.
                + " LATERAL (SELECT (lpad(to_hex((extract(epoch FROM t.at) * 1000)::bigint), 12, '0') || '7'"
                + " || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid AS id) AS n,"
                + " LATERAL (SELECT * FROM " + SCHEMA + table + " WHERE " + key + " = ?::uuid ORDER BY "
                + (table.endsWith("events") ? "seq" : "id") + " LIMIT 1) AS l";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setInt(1, rows);
            statement.setInt(2, rows);
            statement.setString(3, like.toString());
            statement.executeUpdate();
        }
    }

    private static String value(String table, String column) {
        return switch (column) {
            case "id", "proposal_id" -> "n.id";
            case "idempotency_key", "request_id" -> "md5(i::text || '" + table + "')";
            case "created_at", "at" -> "t.at";
            case "reviewed_at", "executed_at" -> "t.at + interval '1 minute'";
            case "valid_until" -> "t.at + interval '1 day'";
            case "tenant_id" -> "('00000000-0000-7000-0000-' || lpad(to_hex(i % " + People.TENANTS + "), 12, '0'))::uuid";
            case "triggered_by", "user_id" -> "('00000000-0000-7100-0000-' || lpad(to_hex(i % 10), 12, '0'))::uuid";
            default -> "l." + column;
        };
    }
}
