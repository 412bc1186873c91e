package io.toolgateway.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A row that a transaction holds, and what the store knows around it.
 *
 * @param row the row
 * @param now the database's clock after the row was locked
 * @param toolOff whether its tool is switched off
 * @param itsTurn whether the step before it, if any, has been executed; for a sweep, whether it still can be
 */
record Loaded(Row row, Instant now, boolean toolOff, boolean itsTurn) {

    static Loaded read(ResultSet result) throws SQLException {
        return new Loaded(
                RowFields.proposal(result),
                result.getObject("now", OffsetDateTime.class).toInstant(),
                result.getBoolean("tool_off"),
                result.getBoolean("its_turn"));
    }
}
