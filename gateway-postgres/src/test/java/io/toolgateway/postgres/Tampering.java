package io.toolgateway.postgres;

import io.toolgateway.stored.EventHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a superuser may do to the record, past all triggers, and the way back.
 *
 * <p>Threads: confined to one.
 */
final class Tampering implements AutoCloseable {

    private static final List<String> TABLES =
            List.of("events", "proposals", "seals", "votes", "switch_changes", "removals", "removed_events");

    /** What the protocol leaves out of the hashes: a heartbeat moves it. */
    private static final String UNPROTECTED = "lease_until";

    private final Connection connection;
    private final Random random;
    private final Map<String, List<Column>> columns = new LinkedHashMap<>();

    private record Column(String name, String type) {}

    /** Keeps a copy of what is there. */
    Tampering(Connection connection, Random random) throws SQLException {
        this.connection = connection;
        this.random = random;
        run("SET session_replication_role = replica");
        run("SET search_path = tool_gateway, public");
        run("ALTER TABLE tool_call_events ALTER COLUMN number DROP IDENTITY");
        for (String table : TABLES) {
            run("CREATE TABLE public." + table + " AS SELECT * FROM tool_call_" + table);
            columns.put(table, columnsOf(table));
        }
    }

    private List<Column> columnsOf(String table) throws SQLException {
        List<Column> found = new ArrayList<>();
        String query = "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'tool_call_"
                + table + "'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                if (!row.getString(1).equals(UNPROTECTED)) {
                    found.add(new Column(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }

    /** One change; says which. A change that a constraint refuses has not been made. */
    String change() throws SQLException {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> changeColumn("events");
            case 3, 4 -> changeColumn("proposals");
            case 5 -> changeColumn("seals");
            case 6 -> changeColumn(random.nextBoolean() ? "votes" : "switch_changes");
            case 7 -> deleteEvent();
            case 8 -> insertEvent();
            case 9 -> exchange("number");
            case 10 -> exchange(random.nextBoolean() ? "transaction" : "detail, hash");
            case 11 -> delete(TABLES.get(1 + random.nextInt(TABLES.size() - 1)), "true");
            case 12 -> deleteSeal();
            case 13, 14 -> changeColumn(random.nextInt(3) == 0 ? "removals" : "removed_events");
            default -> forge();
        };
    }

    private String changeColumn(String table) throws SQLException {
        List<Column> all = columns.get(table);
        Column column = all.get(random.nextInt(all.size()));
        String name = column.name();
        String value = random.nextInt(5) == 0
                ? "CASE WHEN " + name + " IS NULL THEN " + fresh(column.type()) + " END"
                : "coalesce(" + other(column) + ", " + fresh(column.type()) + ")";
        return update(table, name + " = " + value, one(table, "true"));
    }

    /** Another value than the one that is there. */
    private static String other(Column column) {
        String name = column.name();
        return switch (column.type()) {
            case "bigint", "integer", "numeric" -> name + " + 1";
            case "boolean" -> "NOT " + name;
            case "timestamp with time zone" -> name + " + interval '1 microsecond'";
            case "uuid" -> "gen_random_uuid()";
            case "jsonb" ->
                "CASE jsonb_typeof(" + name + ") WHEN 'object' THEN " + name + " || '{\"more\": 1}' ELSE " + name
                        + " || '[1]' END";
            case "text[]" -> name + " || 'more'::text";
            default ->
                "overlay(" + name + " placing chr(97 + (ascii(" + name + ") + 1) % 26) from greatest(1, length(" + name
                        + ") / 2) for 1)";
        };
    }

    private static String fresh(String type) {
        return freshText(type) + "::" + type;
    }

    private static String freshText(String type) {
        return switch (type) {
            case "bigint", "integer", "numeric" -> "7";
            case "boolean" -> "true";
            case "timestamp with time zone" -> "now()";
            case "uuid" -> "gen_random_uuid()";
            case "jsonb" -> "'{\"more\": 1}'";
            case "text[]" -> "'{more}'";
            default -> "'more'";
        };
    }

    /** The first, the last or any event of a proposal, or one that belongs to none. */
    private String deleteEvent() throws SQLException {
        String seq = "(SELECT %s(seq) FROM tool_call_events x WHERE x.proposal_id = t.proposal_id)";
        return switch (random.nextInt(4)) {
            case 0 -> delete("events", "seq = 1");
            case 1 -> delete("events", "seq = " + seq.formatted("max"));
            case 2 -> delete("events", "seq > 1 AND seq < " + seq.formatted("max"));
            default -> delete("events", "seq IS NULL");
        };
    }

    /** A copy of an event among those that are sealed, which is right in itself; of a transition also one more of them. */
    private String insertEvent() throws SQLException {
        boolean isLoose = random.nextBoolean();
        String columns = names("events", "number", "seq");
        String where = one("events", isLoose ? "seq IS NULL" : "seq IS NOT NULL");
        return changed(
                "insert " + where,
                "INSERT INTO tool_call_events (number, seq, " + columns + ") SELECT (SELECT max(number) + 1 FROM"
                        + " tool_call_events), (SELECT max(x.seq) + 1 FROM tool_call_events x WHERE t.seq IS NOT NULL AND"
                        + " x.proposal_id = t.proposal_id), " + columns + " FROM tool_call_events t WHERE " + where);
    }

    /** Two events take each other's values. */
    private String exchange(String what) throws SQLException {
        String first = ctid("events", "true");
        String second = ctid("events", "true");
        String of = "(SELECT %s FROM tool_call_events WHERE ctid = '%s')";
        return changed(
                "exchange " + what + " of " + first + " and " + second,
                "UPDATE tool_call_events t SET (" + what + ") = (SELECT " + prefixed(what)
                        + " FROM tool_call_events o WHERE o.ctid = CASE WHEN t.ctid = '" + first + "' THEN '" + second
                        + "'::tid ELSE '" + first + "'::tid END) WHERE t.ctid IN ('" + first + "', '" + second + "')"
                        + " AND " + of.formatted("number", first) + " <> " + of.formatted("number", second));
    }

    private static String prefixed(String names) {
        return "o." + names.replace(", ", ", o.");
    }

    private String deleteSeal() throws SQLException {
        String max = "(SELECT max(number) FROM tool_call_seals x WHERE x.tenant_id = t.tenant_id)";
        return switch (random.nextInt(3)) {
            case 0 -> delete("seals", "number = 1");
            case 1 -> delete("seals", "number = " + max);
            default ->
                changed(
                        "delete all seals of a tenant",
                        "DELETE FROM tool_call_seals WHERE tenant_id = (SELECT min(tenant_id) FROM tool_call_seals)");
        };
    }

    /** A change with the hash that belongs to it, and the head with it. */
    private String forge() throws SQLException {
        String where = one(
                "events",
                random.nextBoolean()
                        ? "seq IS NULL"
                        : "seq = (SELECT version FROM tool_call_proposals p WHERE p.id = t.proposal_id)");
        Map<String, Object> row;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT *, true AS has_proposal FROM tool_call_events t WHERE " + where)) {
            found.next();
            row = new LinkedHashMap<>(StoredEvent.read(found).columns());
        }
        row.put("user_id", row.get("user_id").equals("mallory") ? "eve" : "mallory");
        String hash = EventHash.of(row);
        try (PreparedStatement head = connection.prepareStatement("UPDATE tool_call_proposals p SET event_hash = ? FROM"
                + " tool_call_events t WHERE p.id = t.proposal_id AND t.seq IS NOT NULL AND t." + where)) {
            head.setString(1, hash);
            head.executeUpdate();
        }
        return update("events", "user_id = '" + row.get("user_id") + "', hash = '" + hash + "'", where);
    }

    private String update(String table, String set, String where) throws SQLException {
        return changed(
                "update " + table + " set " + set, "UPDATE tool_call_" + table + " t SET " + set + " WHERE " + where);
    }

    private String delete(String table, String which) throws SQLException {
        return changed(
                "delete from " + table + " where " + which,
                "DELETE FROM tool_call_" + table + " t WHERE " + one(table, which));
    }

    private String changed(String what, String statement) throws SQLException {
        run(statement);
        return what;
    }

    /** A condition that one row fulfils. */
    private String one(String table, String which) throws SQLException {
        return "ctid = '" + ctid(table, which) + "'";
    }

    private String ctid(String table, String which) throws SQLException {
        String rows = " FROM tool_call_" + table + " t WHERE " + which;
        long count = Long.parseLong(ask("SELECT count(*)" + rows));
        return count == 0
                ? "(4294967295,0)"
                : ask("SELECT ctid" + rows + " ORDER BY md5(t::text) OFFSET " + random.nextLong(count) + " LIMIT 1");
    }

    /** Everything as it was; gives how many rows were not. */
    int undo() throws SQLException {
        int undone = 0;
        for (String table : TABLES) {
            String names = names(table);
            String stored = "SELECT md5(ROW (" + names + ")::text) FROM ";
            undone += run("DELETE FROM tool_call_" + table + " WHERE md5(ROW (" + names + ")::text) NOT IN (" + stored
                    + "public." + table + ")");
            undone += run("INSERT INTO tool_call_" + table + " (" + names + ") SELECT " + names + " FROM public."
                    + table + " WHERE md5(ROW (" + names + ")::text) NOT IN (" + stored + "tool_call_" + table + ")");
        }
        return undone;
    }

    private String names(String table, String... without) {
        List<String> left =
                new ArrayList<>(columns.get(table).stream().map(Column::name).toList());
        if (table.equals("proposals")) {
            left.add(UNPROTECTED);
        }
        left.removeAll(List.of(without));
        return String.join(", ", left);
    }

    private String ask(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private int run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
