package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;

/** History to be removed, and questions about what is left of it. */
final class OldHistory {

    /** Later than any test. */
    static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");

    private final TestDatabase database;
    private Instant limit = FUTURE;

    OldHistory(TestDatabase database) {
        this.database = database;
    }

    /** Histories of all shapes, with a seal after every few. */
    void write(AuditHistory history, int number) {
        AuditSeals seals = AuditSeals.on(database.pool());
        for (int i = 0; i < number; i++) {
            history.write(i);
            if (i % 7 == 0) {
                seals.seal();
            }
        }
        seal();
    }

    /** All that is there. */
    void seal() {
        Sealed.all(database);
    }

    /** What is sealed now is before the limit, what comes later is not. */
    void cut() {
        limit = ask(
                        "SELECT max(at) + interval '1 microsecond' FROM tool_gateway.tool_call_seals",
                        row -> row.getObject(1, OffsetDateTime.class))
                .toInstant();
    }

    Instant limit() {
        return limit;
    }

    List<AuditSeal> latestSeals(TenantId... tenants) {
        AuditSeals seals = AuditSeals.on(database.pool());
        return Stream.of(tenants)
                .map(tenant -> seals.latest(tenant).orElseThrow())
                .toList();
    }

    /** An archive that deletes so many proposals at once. */
    HistoryArchive archive(int batch) {
        return new HistoryArchive(new Sql(database.schema(), HostIds.TEXT), new Transactions(database.pool()), batch);
    }

    long count(String table) {
        return ask("SELECT count(*) FROM tool_gateway.tool_call_" + table, row -> row.getLong(1));
    }

    /** As a superuser who switches the triggers off. */
    void pastTriggers(String statements) {
        database.execute("SET session_replication_role = replica; " + statements);
    }

    <T> T ask(String query, Pipeline.RowReader<T> reader) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return reader.read(row);
        } catch (SQLException e) {
            throw new AssertionError("refused: " + query, e);
        }
    }
}
