package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.time.TimeSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: the rows that the gateway has written for one call, written again by plain prepared INSERTs, with new ids and
 * keys. The same tables, indexes and values; no question is asked before, and nothing is judged.
 */
final class RawRows {

    private static final String SCHEMA = "tool_gateway.";
    private static final String COLUMNS =
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = 'tool_gateway' AND table_name = ? AND is_generated = 'NEVER' AND is_identity = 'NO'
              AND column_default IS NULL ORDER BY ordinal_position""";

    private final Table proposals;
    private final Table events;
    private final IdSource ids = IdSource.uuidV7(TimeSource.SYSTEM);
    private final People people;

    private RawRows(Table proposals, Table events, People people) {
        this.proposals = proposals;
        this.events = events;
        this.people = people;
    }

    private record Table(String name, Map<String, @Nullable String> values) {

        String insert() {
            return "INSERT INTO " + SCHEMA + name + " (" + String.join(", ", values.keySet()) + ") VALUES (?"
                    + ", ?".repeat(values.size() - 1) + ")";
        }

        void bind(PreparedStatement insert, Map<String, String> own) throws SQLException {
            int i = 0;
            for (Map.Entry<String, @Nullable String> value : values.entrySet()) {
                // Of no type, so that the server takes the column's.
                insert.setObject(++i, own.getOrDefault(value.getKey(), value.getValue()), Types.OTHER);
            }
        }
    }

    /** The rows of one proposal, parked for this. */
    static RawRows of(Bench bench, Subject subject) throws SQLException {
        ProposalId id = subject.park(bench.people().agentOf(0));
        try (Connection connection = bench.database().connect()) {
            return new RawRows(
                    table(connection, "tool_call_proposals", "id", id),
                    table(connection, "tool_call_events", "proposal_id", id),
                    bench.people());
        }
    }

    /** The columns that are written, in their order. */
    static List<String> columns(Connection connection, String name) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns;
    }

    private static Table table(Connection connection, String name, String key, ProposalId id) throws SQLException {
        List<String> columns = columns(connection, name);
        String texts = String.join("::text, ", columns) + "::text";
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT " + texts + " FROM " + SCHEMA + name + " WHERE " + key + " = ?::uuid")) {
            query.setString(1, id.toString());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                for (int i = 0; i < columns.size(); i++) {
                    values.put(columns.get(i), row.getString(i + 1));
                }
            }
        }
        return new Table(name, values);
    }

    /** Statements on a connection that one caller keeps. */
    Writer on(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return new Writer(
                connection,
                connection.prepareStatement(proposals.insert()),
                connection.prepareStatement(events.insert()));
    }

    /** What is one's own of a proposal. */
    record Row(String id, String tenant, String user, String request) {}

    /** How a slice writes. */
    @FunctionalInterface
    interface RawWork {
        int write(Writer writer) throws SQLException;
    }

    /** A slice of callers who write one row and its event in each commit. */
    Slice ones(Bench bench, int callers) throws Exception {
        return slice(bench, bench.pool(), callers, Writer::one);
    }

    /** A slice of callers who keep a connection each. */
    Slice slice(Bench bench, DataSource pool, int callers, RawWork work) throws Exception {
        List<Connection> held = new ArrayList<>();
        try {
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                held.add(pool.getConnection());
                writers.add(on(held.get(i)));
            }
            return bench.meter()
                    .callers(callers, bench.form().sliceMillis(), caller -> work.write(writers.get(caller)));
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
    }

    /** Writes rows and commits. */
    final class Writer {

        private final Connection connection;
        private final PreparedStatement proposal;
        private final PreparedStatement event;

        private Writer(Connection connection, PreparedStatement proposal, PreparedStatement event) {
            this.connection = connection;
            this.proposal = proposal;
            this.event = event;
        }

        /** One row and its event in a commit. */
        int one() throws SQLException {
            row();
            return 1;
        }

        /** The same; gives what was written. */
        Row row() throws SQLException {
            Row row = bind();
            proposal.executeUpdate();
            event.executeUpdate();
            connection.commit();
            return row;
        }

        /** So many in a commit; the driver makes statements of many rows of them where its URL says so. */
        int batch(int size) throws SQLException {
            rows(size);
            return size;
        }

        /** The same; gives what was written. */
        List<Row> rows(int size) throws SQLException {
            List<Row> rows = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                rows.add(bind());
                proposal.addBatch();
                event.addBatch();
            }
            proposal.executeBatch();
            event.executeBatch();
            connection.commit();
            return rows;
        }

        private Row bind() throws SQLException {
            Caller agent = people.anyAgent();
            String id = ids.next().toString();
            String transition = ids.next().toString();
            String tenant = agent.tenant().value();
            String unique = UUID.randomUUID().toString();
            proposals.bind(
                    proposal,
                    Map.of(
                            "id", id,
                            "tenant_id", tenant,
                            "triggered_by", agent.userId(),
                            "last_transition_id", transition,
                            "request_id", unique,
                            "idempotency_key", unique));
            events.bind(
                    event,
                    Map.of(
                            "proposal_id", id,
                            "tenant_id", tenant,
                            "user_id", agent.userId(),
                            "transition_id", transition,
                            "request_id", unique));
            return new Row(id, tenant, agent.userId(), unique);
        }
    }
}
