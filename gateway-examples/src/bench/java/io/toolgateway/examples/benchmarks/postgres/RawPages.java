package io.toolgateway.examples.benchmarks.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The baseline of a page: its rows by one plain prepared SELECT, every column read. */
final class RawPages {

    /** The copy of the arguments that is there to be searched is read by nobody. */
    private static final String COLUMNS =
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = 'tool_gateway' AND table_name = 'tool_call_proposals' AND is_generated = 'NEVER'
              AND column_name <> 'tool_args' ORDER BY ordinal_position""";

    private final DataSource pool;
    private final String select;
    private final int columns;

    private RawPages(DataSource pool, List<String> columns) {
        this.pool = pool;
        this.columns = columns.size();
        this.select = "SELECT " + String.join(", ", columns) + " FROM tool_gateway.tool_call_proposals"
                + " WHERE tenant_id = ?::uuid AND status = 'pending' ORDER BY id DESC LIMIT ?";
    }

    static RawPages of(Bench bench) throws SQLException {
        try (Connection connection = bench.pool().getConnection();
                PreparedStatement query = connection.prepareStatement(COLUMNS);
                ResultSet rows = query.executeQuery()) {
            List<String> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
            return new RawPages(bench.pool(), columns);
        }
    }

    int read(String tenant, int limit) throws SQLException {
        int found = 0;
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(select)) {
            query.setString(1, tenant);
            query.setInt(2, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        found += rows.getObject(i) == null ? 0 : 1;
                    }
                }
            }
        }
        return found;
    }
}
