package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.stored.EventForm;
import io.toolgateway.stored.Fields;
import io.toolgateway.stored.Members;
import io.toolgateway.stored.ProposalForm;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the row at which a result stands.
 *
 * @param row the result
 * @param prefix what the names of the columns begin with
 */
record RowFields(ResultSet row, String prefix) implements Fields {

    /** A proposal, out of the columns of {@link ProposalColumns#READ}. */
    static Row proposal(ResultSet row) throws SQLException {
        try {
            RowFields fields = new RowFields(row, "");
            return new Row(ProposalForm.read(fields), fields.text("event_hash"));
        } catch (Unreadable e) {
            throw e.sql();
        }
    }

    /** An event, out of those of {@code events.sql}. */
    static AuditEvent event(ResultSet row) throws SQLException {
        try {
            RowFields fields = new RowFields(row, "e_");
            Proposal proposal =
                    fields.numberOrNull("seq") == null ? null : proposal(row).proposal();
            return EventForm.read(fields, proposal);
        } catch (Unreadable e) {
            throw e.sql();
        }
    }

    /** A column that the driver does not give, on its way through those who know no columns. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(SQLException cause) {
            super(cause);
        }

        SQLException sql() {
            return (SQLException) Objects.requireNonNull(getCause());
        }
    }

    @FunctionalInterface
    private interface Column<T extends @Nullable Object> {
        T read(String name) throws SQLException;
    }

    private <T extends @Nullable Object> T read(String name, Column<T> column) {
        try {
            return column.read(prefix + name);
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    @Override
    public @Nullable String textOrNull(String name) {
        return read(name, row::getString);
    }

    @Override
    public @Nullable Long numberOrNull(String name) {
        return read(name, column -> {
            long number = row.getLong(column);
            return row.wasNull() ? null : number;
        });
    }

    @Override
    public @Nullable BigDecimal decimalOrNull(String name) {
        return read(name, row::getBigDecimal);
    }

    @Override
    public boolean flag(String name) {
        return read(name, row::getBoolean);
    }

    @Override
    public @Nullable Instant instantOrNull(String name) {
        return read(name, column -> {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        });
    }

    @Override
    public List<String> texts(String name) {
        return read(name, column -> List.of((String[]) row.getArray(column).getArray()));
    }

    @Override
    public @Nullable Object json(String name) {
        String text = textOrNull(name);
        return text == null ? null : Members.value(text);
    }
}
