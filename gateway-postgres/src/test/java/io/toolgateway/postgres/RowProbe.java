package io.toolgateway.postgres;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.StatusProbe;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks into the tables by plain SQL. */
record RowProbe(Connection connection, String schema) implements StatusProbe {

    @Override
    public Optional<Row> row(ProposalId id) {
        String query = "SELECT status, version, fence, p::text FROM " + schema + ".tool_call_proposals p WHERE id = '"
                + id + "'";
        List<Row> rows = read(
                query,
                row -> new Row(
                        ProposalStatus.ofText(row.getString(1)), row.getLong(2), row.getLong(3), row.getString(4)));
        return rows.stream().findFirst();
    }

    @Override
    public long rows() {
        return read("SELECT count(*) FROM " + schema + ".tool_call_proposals", row -> row.getLong(1))
                .get(0);
    }

    @Override
    public List<UUID> outbox() {
        return read(
                "SELECT id FROM " + schema + ".tool_call_outbox ORDER BY number", row -> row.getObject(1, UUID.class));
    }

    @Override
    public Optional<BigDecimal> reserved(String limit) {
        return read(
                        "SELECT amount FROM " + schema + ".tool_call_budgets WHERE key = '" + limit + "'",
                        row -> row.getBigDecimal(1))
                .stream()
                .findFirst();
    }

    private <T> List<T> read(String query, Reader<T> reader) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError("refused: " + query, e);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
