package io.toolgateway.examples.supportdesk;

import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The refunds that were paid, in a table beside the record: a row of it and its record are one commit. */
final class Ledger {

    static final String TOOL = "pay_refund";

    /** After that a worker which says nothing counts as dead. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private static final String TABLE = PostgresRecord.SCHEMA + ".paid_refunds";

    private final DataSource pool;

    Ledger(DataSource pool) {
        this.pool = pool;
    }

    /** The tool that writes a row; which process has run it stands in the row. */
    static Tool payRefund(PostgresProposalStore store, String worker) {
        return Tool.named(TOOL)
                .describedAs("Pays a refund. Cannot be undone.")
                .arguments("""
                        {"type": "object", "required": ["order_id"], "additionalProperties": false,
                         "properties": {"order_id": {"type": "string", "pattern": "^ORD-[0-9]{5}$"}}}""")
                .destructive()
                .callableBy("support_agent")
                .within(TIME_LIMIT)
                .handledBy(store.transactional((call, connection) -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
                        insert.setString(1, call.text("order_id"));
                        insert.setString(2, worker);
                        insert.executeUpdate();
                    }
                    return ToolResult.success();
                }));
    }

    /** Without a key on purpose: a refund that is paid twice would be two rows. */
    void create() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + TABLE + " (order_id text, worker text)");
        } catch (SQLException e) {
            throw new StoreException("the table " + TABLE + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Until the transaction of this connection ends, whoever pays waits. */
    Connection lock() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + TABLE + " IN SHARE MODE");
        }
        return connection;
    }

    /** How many each worker has paid. */
    Map<String, Integer> paid() throws SQLException {
        Map<String, Integer> paid = new LinkedHashMap<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT worker, count(*) FROM " + TABLE + " GROUP BY worker ORDER BY worker")) {
            while (rows.next()) {
                paid.put(rows.getString(1), rows.getInt(2));
            }
        }
        return paid;
    }

    /** Which of these orders are not refunded. */
    List<String> unpaid(List<String> orders) throws SQLException {
        List<String> unpaid = new ArrayList<>(orders);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT order_id FROM " + TABLE)) {
            while (rows.next()) {
                unpaid.remove(rows.getString(1));
            }
        }
        return unpaid;
    }

    /** How many orders were refunded more than once. */
    int paidTwice() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM (SELECT FROM " + TABLE
                        + " GROUP BY order_id HAVING count(*) > 1) AS twice")) {
            row.next();
            return row.getInt(1);
        }
    }
}
