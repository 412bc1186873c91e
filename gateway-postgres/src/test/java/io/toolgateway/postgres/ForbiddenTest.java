package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.testkit.Proposals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the roles may not, each tried on a real server on rows that are there. */
@Tag("I15")
class ForbiddenTest {

    private static final List<String> TABLES = List.of(
            "proposals",
            "events",
            "votes",
            "seals",
            "budgets",
            "permissions",
            "outbox",
            "switches",
            "switch_changes",
            "removals",
            "removed_events",
            "sealing",
            "schema");

    private static TestDatabase database;
    private static final Map<DatabaseRole, TestRole> ROLES = new EnumMap<>(DatabaseRole.class);
    private static final Map<DatabaseRole, HikariDataSource> POOLS = new EnumMap<>(DatabaseRole.class);

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
        for (DatabaseRole role : DatabaseRole.values()) {
            TestRole login = TestRole.create(database, role);
            ROLES.put(role, login);
            POOLS.put(role, login.pool());
        }
        try (PostgresProposalStore store =
                PostgresProposalStore.on(database.pool()).build()) {
            store.insert(List.of(Proposals.aRefund().build()), List.of());
            database.execute(
                    "INSERT INTO tool_gateway.tool_call_permissions (id, tenant_id, granted_to, tool_name, form,"
                            + " valid_until) VALUES (gen_random_uuid(), 'acme', 'ann', 'process_refund', '{}', now())");
        }
    }

    @AfterAll
    static void drop() {
        POOLS.values().forEach(HikariDataSource::close);
        ROLES.values().forEach(TestRole::close);
        database.close();
    }

    static Stream<String> forbiddenToAll() {
        Stream<String> onEach = TABLES.stream()
                .map(name -> "tool_gateway.tool_call_" + name)
                .flatMap(table -> Stream.of(
                        "TRUNCATE " + table + " CASCADE",
                        "ALTER TABLE " + table + " ADD COLUMN more text",
                        "ALTER TABLE " + table + " DISABLE TRIGGER ALL",
                        "CREATE TRIGGER mine BEFORE INSERT ON " + table
                                + " FOR EACH ROW EXECUTE FUNCTION tool_gateway.tool_call_refuse('x', 'TG008')",
                        "CREATE RULE mine AS ON INSERT TO " + table + " DO INSTEAD NOTHING",
                        "DROP TABLE " + table + " CASCADE"));
        return Stream.concat(
                onEach,
                Stream.of(
                        "UPDATE tool_gateway.tool_call_events SET actor = 'nobody'",
                        "UPDATE tool_gateway.tool_call_events SET hash = hash",
                        "DELETE FROM tool_gateway.tool_call_events",
                        "UPDATE tool_gateway.tool_call_seals SET hash = 'x'",
                        "DELETE FROM tool_gateway.tool_call_seals",
                        "UPDATE tool_gateway.tool_call_switch_changes SET changed_by = 'nobody'",
                        "DELETE FROM tool_gateway.tool_call_switch_changes",
                        "DELETE FROM tool_gateway.tool_call_permissions",
                        "UPDATE tool_gateway.tool_call_permissions SET valid_until = 'infinity'",
                        "UPDATE tool_gateway.tool_call_permissions SET form = '{}'",
                        "UPDATE tool_gateway.tool_call_permissions SET granted_to = 'eve'",
                        "INSERT INTO tool_gateway.tool_call_removals VALUES (1, 9, 0, 0, NULL, 'x', now(), '', 'x')",
                        "UPDATE tool_gateway.tool_call_removals SET removed_to = 9",
                        "DELETE FROM tool_gateway.tool_call_removals",
                        "INSERT INTO tool_gateway.tool_call_removed_events VALUES (1, 1, 'a', 'x')",
                        "DELETE FROM tool_gateway.tool_call_removed_events",
                        "UPDATE tool_gateway.tool_call_sealing SET shift = 9",
                        "DELETE FROM tool_gateway.tool_call_proposals",
                        "DELETE FROM tool_gateway.tool_call_votes",
                        "UPDATE tool_gateway.tool_call_votes SET stage = 1",
                        "UPDATE tool_gateway.tool_call_proposals SET args_exact = '{}'",
                        "UPDATE tool_gateway.tool_call_proposals SET args_hash = repeat('0', 64)",
                        "UPDATE tool_gateway.tool_call_proposals SET tool_args = '{}'",
                        "UPDATE tool_gateway.tool_call_proposals SET tool_name = 'other'",
                        "UPDATE tool_gateway.tool_call_proposals SET tenant_id = 'globex'",
                        "UPDATE tool_gateway.tool_call_proposals SET triggered_by = 'eve'",
                        "UPDATE tool_gateway.tool_call_proposals SET valid_until = 'infinity'",
                        "UPDATE tool_gateway.tool_call_proposals SET summary = 'harmless'",
                        "UPDATE tool_gateway.tool_call_schema SET checksum = 'x'",
                        "INSERT INTO tool_gateway.tool_call_schema VALUES (9, 'V9__x', 'x', 1, 'text', now())",
                        "INSERT INTO tool_gateway.tool_call_events (number, tenant_id, user_id, request_id, tool_name, type,"
                                + " at, detail, hash) OVERRIDING SYSTEM VALUE"
                                + " VALUES (1, 'a', 'b', 'c', 'd', 'e', now(), 'f', 'g')",
                        "INSERT INTO tool_gateway.tool_call_events (transaction, tenant_id, user_id, request_id, tool_name,"
                                + " type, at, detail, hash) VALUES (1, 'a', 'b', 'c', 'd', 'e', now(), 'f', 'g')",
                        "SET session_replication_role = replica",
                        "DROP TRIGGER append_only ON tool_gateway.tool_call_events",
                        "CREATE OR REPLACE FUNCTION tool_gateway.tool_call_refuse() RETURNS trigger LANGUAGE plpgsql"
                                + " AS $$ BEGIN RETURN NULL; END $$",
                        "DROP FUNCTION tool_gateway.tool_call_refuse() CASCADE",
                        "CREATE TABLE tool_gateway.mine ()",
                        "DROP SCHEMA tool_gateway CASCADE",
                        "DROP INDEX tool_gateway.tool_call_events_proposal",
                        "SET ROLE " + database.database().user()));
    }

    static Stream<String> forbiddenToAuditors() {
        return Stream.concat(
                forbiddenToAll(),
                Stream.of(
                        "UPDATE tool_gateway.tool_call_proposals SET status = 'approved'",
                        "INSERT INTO tool_gateway.tool_call_switches VALUES ('refund', NULL, 'me', now())",
                        "DELETE FROM tool_gateway.tool_call_switches",
                        "DELETE FROM tool_gateway.tool_call_outbox",
                        "UPDATE tool_gateway.tool_call_budgets SET amount = 0",
                        "SELECT * FROM tool_gateway.tool_call_proposals FOR UPDATE"));
    }

    @ParameterizedTest
    @MethodSource("forbiddenToAll")
    void theApplicationIsRefused(String statement) {
        assertRefused(DatabaseRole.APPLICATION, statement);
    }

    @ParameterizedTest
    @MethodSource("forbiddenToAuditors")
    void theAuditorIsRefused(String statement) {
        assertRefused(DatabaseRole.AUDITOR, statement);
    }

    @Test
    void aPermissionIsTakenBackOnceAndNothingElse() throws SQLException {
        String update = "UPDATE tool_gateway.tool_call_permissions SET ";
        assertRefused(DatabaseRole.APPLICATION, "TG015", update + "revoked_by = 'sam'");
        assertRefused(DatabaseRole.APPLICATION, "TG015", update + "revoked_at = now()");
        try (Connection connection = POOLS.get(DatabaseRole.APPLICATION).getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(update + "revoked_by = 'sam', revoked_at = now()"))
                    .isEqualTo(1);
        }
        assertRefused(DatabaseRole.APPLICATION, "TG015", update + "revoked_by = NULL, revoked_at = NULL");
        assertRefused(DatabaseRole.APPLICATION, "TG015", update + "revoked_by = 'sue'");
    }

    private static void assertRefused(DatabaseRole role, String sql) {
        assertRefused(role, "42501", sql);
    }

    private static void assertRefused(DatabaseRole role, String state, String sql) {
        assertThatThrownBy(() -> {
                    try (Connection connection = POOLS.get(role).getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    void theAuditorReadsEverything() throws SQLException {
        try (Connection connection = POOLS.get(DatabaseRole.AUDITOR).getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM tool_gateway.tool_call_" + table)) {
                    assertThat(rows.getMetaData().getColumnCount()).isPositive();
                }
            }
        }
    }
}
