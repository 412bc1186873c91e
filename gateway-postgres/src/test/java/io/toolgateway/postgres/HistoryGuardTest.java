package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the database itself lets go, to whom, and what is found when somebody got past it. */
@Tag("S6")
@Tag("I15")
class HistoryGuardTest {

    private static final String EVENTS = "tool_gateway.tool_call_events";
    private static final String PROPOSALS = "tool_gateway.tool_call_proposals";

    private TestDatabase database;
    private PostgresProposalStore store;
    private OldHistory old;
    private Proposal open;
    private Proposal failed;
    private Proposal left;

    /** A removal was on record and died at once: of what is left some may go, some stays, some is younger. */
    @BeforeEach
    void create() {
        database = TestDatabase.create(HostIds.TEXT);
        database.execute(Sql.resource("traps.sql"));
        store = PostgresProposalStore.on(database.pool()).build();
        old = new OldHistory(database);
        Scenario scenario = new Scenario(store);
        open = scenario.approved(aTicket(), SAM);
        failed = scenario.running(aTicket());
        scenario.made(failed, Changes.failUnknown(failed));
        left = scenario.running(aRefund());
        scenario.made(left, Changes.finish(left));
        old.seal();
        new Removals(new Sql(database.schema(), HostIds.TEXT), new Transactions(database.pool()))
                .record(head(), OldHistory.FUTURE, new RemovalRow.Wanted(head().next(), 1, 4, null));
        Proposal younger = scenario.running(aRefund());
        scenario.made(younger, Changes.finish(younger));
        Sealed.all(database);
        assertThat(findings()).isEmpty();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private Removals.Head head() {
        return new Removals(new Sql(database.schema(), HostIds.TEXT), new Transactions(database.pool()))
                .head(OldHistory.FUTURE);
    }

    private List<AuditFinding.Kind> findings() {
        return AuditVerification.on(database.pool()).all().findings().stream()
                .map(AuditFinding::kind)
                .distinct()
                .toList();
    }

    private static void assertRefused(HikariDataSource pool, String state, String sql) {
        assertThatThrownBy(() -> {
                    try (Connection connection = pool.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    private void assertGuarded(HikariDataSource pool) {
        String ofOpen = " WHERE proposal_id = '" + open.id() + "'";
        for (String sql : List.of(
                "DELETE FROM " + EVENTS,
                "DELETE FROM " + EVENTS + ofOpen,
                "DELETE FROM " + EVENTS + " WHERE proposal_id = '" + left.id() + "'",
                "DELETE FROM " + PROPOSALS,
                "DELETE FROM " + PROPOSALS + " WHERE id = '" + open.id() + "'",
                "DELETE FROM " + PROPOSALS + " WHERE id = '" + failed.id() + "'",
                "DELETE FROM " + PROPOSALS + " WHERE status = 'executed'",
                "INSERT INTO tool_gateway.tool_call_removals SELECT number + 1, 9223372036854775807, 0, 0, NULL, session_user,"
                        + " at, hash, 'x' FROM tool_gateway.tool_call_removals",
                "INSERT INTO tool_gateway.tool_call_removals SELECT number + 1, removed_to, 0, 0, NULL, session_user,"
                        + " at, hash, 'x' FROM tool_gateway.tool_call_removals",
                "INSERT INTO tool_gateway.tool_call_removals SELECT number + 1, removed_to + 1, 0, 0, NULL, 'another',"
                        + " at, hash, 'x' FROM tool_gateway.tool_call_removals")) {
            assertRefused(pool, "TG015", sql);
        }
    }

    @Test
    void nobodyDeletesWhatIsOpenYoungerOrNotOnRecordAsRemoved() {
        assertGuarded(database.pool());
        for (String table : List.of("events", "removals", "removed_events")) {
            assertRefused(database.pool(), "TG015", "TRUNCATE tool_gateway.tool_call_" + table);
            assertRefused(database.pool(), "TG015", "UPDATE tool_gateway.tool_call_" + table + " SET hash = hash");
        }
        assertRefused(database.pool(), "TG015", "DELETE FROM tool_gateway.tool_call_removals");
        assertRefused(database.pool(), "TG015", "DELETE FROM tool_gateway.tool_call_removed_events");
        assertThat(findings()).isEmpty();
    }

    @Test
    void theArchivistsRoleRemovesHistoryAndNothingElse() {
        TestRole role = TestRole.create(database, DatabaseRole.ARCHIVIST);
        try (HikariDataSource pool = role.pool()) {
            assertGuarded(pool);
            for (String sql : List.of(
                    "UPDATE " + EVENTS + " SET actor = 'x'",
                    "UPDATE " + PROPOSALS + " SET status = 'approved'",
                    "DELETE FROM tool_gateway.tool_call_votes",
                    "DELETE FROM tool_gateway.tool_call_seals",
                    "DELETE FROM tool_gateway.tool_call_removals",
                    "DELETE FROM tool_gateway.tool_call_removed_events",
                    "INSERT INTO tool_gateway.tool_call_removed_events VALUES (1, 1, 'a', 'h')",
                    "INSERT INTO " + EVENTS + " OVERRIDING SYSTEM VALUE SELECT * FROM " + EVENTS,
                    "TRUNCATE " + EVENTS,
                    "SET session_replication_role = replica")) {
                assertRefused(pool, "42501", sql);
            }

            ArchiveReport report = HistoryArchive.on(pool).removeBeforeWithoutCopy(OldHistory.FUTURE);

            assertThat(report.proposals()).isEqualTo(2);
            assertThat(report.removal())
                    .satisfies(removal -> assertThat(removal.by()).isEqualTo(role.name()));
        }
        role.close();
        assertThat(old.count("votes")).isEqualTo(2);
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatSomebodyDidPastTheTriggersIsFound() {
        HistoryArchive.on(database.pool()).removeBeforeWithoutCopy(old.limit());
        assertThat(findings()).isEmpty();
        String removals = "tool_gateway.tool_call_removals";
        assertFound("UPDATE " + removals + " SET hash = 'x'", AuditFinding.Kind.REMOVALS_CHANGED);
        assertFound("UPDATE " + removals + " SET copy_hash = 'x' WHERE number = 1", AuditFinding.Kind.REMOVALS_CHANGED);
        assertFound("DELETE FROM " + removals + " WHERE number = 2", AuditFinding.Kind.EVENT_GONE);
        assertFound("DELETE FROM " + removals + " WHERE number = 1", AuditFinding.Kind.REMOVALS_CHANGED);
        assertFound(
                "DELETE FROM tool_gateway.tool_call_removed_events WHERE number = 7",
                AuditFinding.Kind.SEALED_EVENTS_DIFFER);
        assertFound(
                "UPDATE tool_gateway.tool_call_removed_events SET hash = 'x' WHERE number = 7",
                AuditFinding.Kind.SEALED_EVENTS_DIFFER);
        assertFound(
                "DELETE FROM " + EVENTS + " WHERE proposal_id = '" + failed.id() + "' AND seq = 2",
                AuditFinding.Kind.CHAIN_BROKEN);
    }

    @Test
    void aRemovalBeyondWhatIsSealedIsFoundThoughItsHashIsRight() {
        RemovalRow last = head().last();
        RemovalRow forged =
                RemovalRow.after(last, new RemovalRow.Wanted(Long.MAX_VALUE, 1, 1, null), last.by(), last.at());
        assertFound(
                "INSERT INTO tool_gateway.tool_call_removals VALUES (2, 9223372036854775807, 1, 1, NULL, '" + last.by()
                        + "', '" + last.at() + "', '" + last.hash() + "', '" + forged.hash() + "')",
                AuditFinding.Kind.REMOVALS_CHANGED);
    }

    @Test
    void anEventThatGoesThoughNoRemovalReachesToItIsFound() {
        assertFound(
                "INSERT INTO tool_gateway.tool_call_removed_events SELECT transaction, number, tenant_id, hash FROM "
                        + EVENTS
                        + " ORDER BY number DESC LIMIT 1; DELETE FROM " + EVENTS
                        + " WHERE number = (SELECT max(number) FROM " + EVENTS + ")",
                AuditFinding.Kind.EVENT_GONE);
    }

    /** Done past the triggers, verified, and undone. */
    private void assertFound(String tampering, AuditFinding.Kind kind) {
        List<String> tables = List.of("events", "removals", "removed_events");
        for (String table : tables) {
            database.execute("CREATE TABLE public." + table + " AS SELECT * FROM tool_gateway.tool_call_" + table);
        }
        old.pastTriggers(tampering);
        assertThat(findings()).as(tampering).contains(kind);
        for (String table : tables) {
            old.pastTriggers("DELETE FROM tool_gateway.tool_call_" + table + "; INSERT INTO tool_gateway.tool_call_"
                    + table + " OVERRIDING SYSTEM VALUE SELECT * FROM public." + table + "; DROP TABLE public."
                    + table);
        }
        assertThat(findings()).isEmpty();
    }
}
