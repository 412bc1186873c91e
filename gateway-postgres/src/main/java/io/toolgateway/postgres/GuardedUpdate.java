package io.toolgateway.postgres;

import io.toolgateway.tool.ToolResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write of a tool that must meet its row as it was approved (optimistic lock): an UPDATE or DELETE whose WHERE names one row
 * and compares what was approved, as in {@code UPDATE plans SET price = ?, version = version + 1 WHERE id = ? AND version = ?}.
 * The last parameters are {@code Long.valueOf(call.resourceVersion())}, or facts of {@link
 * io.toolgateway.tool.Invocation#materialState()}.
 *
 * <p>A row that was changed or deleted since is met by no such statement: nothing is written, and the result is {@link
 * ToolResult#stale}. Whoever edits the row at that moment is waited for, and then counts. That is so at READ COMMITTED in
 * PostgreSQL, and at any isolation of other databases that compare WHERE with what was committed last.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class GuardedUpdate {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedUpdate.class);

    private static final String CARDINALITY_VIOLATION = "21000";

    private final String sql;

    private GuardedUpdate(String sql) {
        this.sql = Objects.requireNonNull(sql, "sql");
    }

    /**
     * A statement.
     *
     * @param sql an UPDATE or DELETE with {@code ?} for each parameter
     * @return the statement, to be kept
     */
    public static GuardedUpdate of(String sql) {
        return new GuardedUpdate(sql);
    }

    /**
     * Runs it in a transaction that someone else ends, as that of a {@link TransactionalHandler}.
     *
     * @param connection the transaction's
     * @param parameters in their order; instants go as timestamps with time zone
     * @return a success if it met one row, a stale result if none
     * @throws SQLException if it met more than one row, or could not be run: the transaction must be rolled back
     */
    public ToolResult on(Connection connection, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, bound(parameters[i]));
            }
            int rows = statement.executeUpdate();
            if (rows > 1) {
                throw new SQLException("a guarded update may meet one row, and met " + rows, CARDINALITY_VIOLATION);
            }
            return rows == 1 ? ToolResult.success() : ToolResult.stale();
        }
    }

    private static @Nullable Object bound(@Nullable Object parameter) {
        return parameter instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : parameter;
    }

    /**
     * Runs it in a transaction of its own, in any database. What is not committed did not happen, and is told so: a refused
     * statement, more than one row and a lost connection are failures that changed nothing.
     *
     * @param source gives the connection, which is given back as it was
     * @param parameters in their order; instants go as timestamps with time zone
     * @return a success if it met one row, a stale result if none, a failure if it could not be run
     * @throws SQLException if the answer to the commit was lost: whether it happened is not known
     */
    public ToolResult on(DataSource source, @Nullable Object... parameters) throws SQLException {
        try (OwnTransaction transaction = OwnTransaction.on(source)) {
            ToolResult result = on(transaction.connection(), parameters);
            if (result.status() == ToolResult.Status.SUCCESS) {
                transaction.commit();
            }
            return result;
        } catch (OwnTransaction.CommitLostException lost) {
            throw lost;
        } catch (SQLException refused) {
            LOG.warn("a guarded update was not made: SQLSTATE {}", refused.getSQLState());
            return CARDINALITY_VIOLATION.equals(refused.getSQLState())
                    ? ToolResult.failure(
                            "more_than_one_row", "it would have changed more than one row; nothing was changed.")
                    : ToolResult.failure("refused_by_database", "the database did not take it; nothing was changed.");
        }
    }

    /** Without its parameters. */
    @Override
    public String toString() {
        return "GuardedUpdate[" + sql + "]";
    }
}
