package io.toolgateway.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the server together and cost one round trip.
 *
 * <p>Threads: confined to one.
 */
final class Pipeline {

    private final List<String> statements = new ArrayList<>();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** Adds a statement; parameters are texts, whole numbers, or arrays of texts. */
    Pipeline add(String statement, @Nullable Object... values) {
        statements.add(statement);
        for (Object value : values) {
            parameters.add(value);
        }
        return this;
    }

    /** Whether there is nothing to be sent. */
    boolean isEmpty() {
        return statements.isEmpty();
    }

    /** Runs all and forgets them; gives how many rows each statement that changes rows has changed, in their order. */
    List<Integer> run(Connection connection) throws SQLException {
        List<Integer> counts = new ArrayList<>();
        if (isEmpty()) {
            return counts;
        }
        try (PreparedStatement prepared = prepared(connection)) {
            boolean isResult = prepared.execute();
            int count = prepared.getUpdateCount();
            while (isResult || count >= 0) {
                if (!isResult) {
                    counts.add(count);
                }
                isResult = prepared.getMoreResults();
                count = prepared.getUpdateCount();
            }
        }
        statements.clear();
        parameters.clear();
        return counts;
    }

    /** Runs all, the last of which asks; reads each row of its answer. */
    <T> List<T> read(Connection connection, RowReader<T> reader) throws SQLException {
        try (PreparedStatement prepared = prepared(connection)) {
            prepared.execute();
            for (int before = 1; before < statements.size(); before++) {
                prepared.getMoreResults();
            }
            List<T> rows = new ArrayList<>();
            ResultSet result = Objects.requireNonNull(prepared.getResultSet(), "the last statement asks");
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        }
    }

    private PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(String.join(";\n", statements));
        try {
            ServerPrepared.atOnce(prepared);
            for (int i = 0; i < parameters.size(); i++) {
                Object value = parameters.get(i);
                if (value instanceof String[] texts) {
                    prepared.setArray(i + 1, connection.createArrayOf("text", texts));
                } else {
                    prepared.setObject(i + 1, value);
                }
            }
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    /** Reads the row at which a result stands. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
