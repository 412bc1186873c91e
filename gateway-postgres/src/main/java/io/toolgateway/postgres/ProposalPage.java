package io.toolgateway.postgres;

import io.toolgateway.json.Json;
import io.toolgateway.stored.ProposalForm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some proposals and all of their events, as of one moment.
 *
 * @param rows the proposals, by id
 * @param events the events of their transitions, in order, by proposal
 * @param changedContent those of which a column holds something else than its value would be written as
 * @param changedState the same of what transitions change
 * @param changedVotes those whose votes are not those in their table
 */
record ProposalPage(
        List<Read> rows,
        Map<String, List<StoredEvent>> events,
        Set<String> changedContent,
        Set<String> changedState,
        Set<String> changedVotes) {

    /**
     * A row.
     *
     * @param row what it says; null if it cannot be read
     * @param columns what would be written for it
     */
    record Read(String id, String tenant, @Nullable Row row, Map<String, @Nullable Object> columns) {}

    /** The rows after an id. */
    static ProposalPage load(Connection connection, Sql sql, AuditScope scope, String after, int size)
            throws SQLException {
        return load(
                connection,
                sql,
                " WHERE " + scope.on("p", "id", sql) + " AND p.id > ?::uuid ORDER BY p.id LIMIT ?",
                scope.tenantOrNull(),
                after,
                size);
    }

    /** The rows with these ids. */
    static ProposalPage load(Connection connection, Sql sql, String[] ids) throws SQLException {
        return load(connection, sql, " WHERE p.id = ANY (?::text[]::uuid[]) ORDER BY p.id", (Object) ids);
    }

    private static ProposalPage load(Connection connection, Sql sql, String which, @Nullable Object... parameters)
            throws SQLException {
        List<Read> rows = new Pipeline()
                .add(sql.get("verify_begin"))
                .add(sql.get("proposals") + which, parameters)
                .read(connection, ProposalPage::read);
        ProposalPage page = new ProposalPage(rows, new HashMap<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        if (!rows.isEmpty()) {
            page.load(connection, sql);
        }
        return page;
    }

    private static Read read(ResultSet result) throws SQLException {
        String id = result.getString("id");
        String tenant = result.getString("tenant_id");
        try {
            Row row = RowFields.proposal(result);
            Map<String, @Nullable Object> columns = ProposalForm.content(row.proposal());
            columns.putAll(ProposalForm.state(row.proposal()));
            columns.put("event_hash", row.eventHash());
            return new Read(id, tenant, row, columns);
        } catch (RuntimeException e) {
            // Whatever was put into a column: what it breaks is a finding, not a fault of ours.
            return new Read(id, tenant, null, Map.of());
        }
    }

    private void load(Connection connection, Sql sql) throws SQLException {
        String[] ids = rows.stream().map(Read::id).toArray(String[]::new);
        List<StoredEvent> links =
                new Pipeline().add(sql.get("verify_chains"), (Object) ids).read(connection, StoredEvent::read);
        links.forEach(link -> events.computeIfAbsent(String.valueOf(link.proposal()), id -> new ArrayList<>())
                .add(link));
        List<Read> readable = rows.stream().filter(read -> read.row() != null).toList();
        String expected = Json.write(readable.stream().map(Read::columns).toList());
        new Pipeline().add(sql.get("verify_rows"), expected).read(connection, this::different);
        String[] readableIds = readable.stream().map(Read::id).toArray(String[]::new);
        changedVotes.addAll(new Pipeline()
                .add(sql.get("verify_votes"), (Object) readableIds)
                .read(connection, result -> result.getString(1)));
    }

    private boolean different(ResultSet result) throws SQLException {
        return (result.getBoolean("is_content") ? changedContent : changedState).add(result.getString("id"));
    }
}
