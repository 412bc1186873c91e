package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.postgres.CutCommits.Cut;
import io.toolgateway.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that dies: nothing is lost that is in no copy, and the next one completes it. */
@Tag("S6")
class ArchiveFaultsTest {

    private static final int HISTORIES = 20;

    private TestDatabase database;
    private PostgresProposalStore store;
    private OldHistory old;

    @BeforeEach
    void create() {
        database = TestDatabase.create(HostIds.TEXT);
        store = PostgresProposalStore.on(database.pool()).build();
        old = new OldHistory(database);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    /** Gives so many connections, then none. */
    private static final class Dying extends ForwardingDataSource {

        private int left;

        Dying(DataSource source, int left) {
            super(source);
            this.left = left;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (left == 0) {
                throw new SQLException("no connection", "08001");
            }
            left--;
            return super.getConnection();
        }
    }

    private HistoryArchive archive(DataSource source) {
        return new HistoryArchive(new Sql(database.schema(), HostIds.TEXT), new Transactions(source), 3);
    }

    @Test
    void aRunThatDiesAnywhereIsCompletedByTheNext() {
        Set<Long> removedWhenItDied = new HashSet<>();
        boolean isComplete = false;
        for (int connections = 1; !isComplete; connections++) {
            database.empty();
            old.write(new AuditHistory(store), HISTORIES);
            long events = old.count("events");
            Dying dying = new Dying(database.pool(), connections);
            ArchivedFile file = new ArchivedFile();
            try {
                archive(dying).moveBefore(OldHistory.FUTURE, file);
                isComplete = true;
            } catch (StoreException e) {
                assertThat(e).isInstanceOf(UnreachableException.class);
            }
            long removed = old.count("removed_events");
            removedWhenItDied.add(removed);
            assertThat(old.count("events")).isEqualTo(events - removed);
            assertThat(removed == 0 || file.kinds().contains("end")).isTrue();
            assertIntact();
            complete(events);
        }
        assertThat(removedWhenItDied).contains(0L).hasSizeGreaterThan(3);
    }

    private void complete(long events) {
        archive(database.pool()).moveBefore(OldHistory.FUTURE, new ArchivedFile());
        assertIntact();
        assertThat(old.count("removals")).isEqualTo(1);
        long removed = old.ask("SELECT events FROM tool_gateway.tool_call_removals", row -> row.getLong(1));
        assertThat(old.count("removed_events")).isEqualTo(removed);
        assertThat(old.count("events")).isEqualTo(events - removed);
    }

    private void assertIntact() {
        assertThat(AuditVerification.on(database.pool()).all().findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Cut.class, names = "NEVER", mode = EnumSource.Mode.EXCLUDE)
    void aCommitWhoseAnswerIsLostIsSettled(Cut cut) {
        old.write(new AuditHistory(store), HISTORIES);
        CutCommits cutting = new CutCommits(database.pool());

        // The first commit after the copy is that of the removal's row.
        ArchiveReport report = archive(cutting).moveBefore(OldHistory.FUTURE, () -> new ByteArrayOutputStream() {
            @Override
            public void close() {
                cutting.next(cut);
            }
        });

        assertThat(cutting.cuts()).isEqualTo(1);
        assertThat(report.removal()).isNotNull();
        assertThat(old.count("removals")).isEqualTo(1);
        assertThat(old.count("removed_events")).isEqualTo(report.events());
        assertIntact();
    }

    @Test
    void ofTwoRunsAtOnceOneRemovesNothing() {
        old.write(new AuditHistory(store), HISTORIES);

        assertThatThrownBy(() -> archive(database.pool())
                        .moveBefore(OldHistory.FUTURE, () -> new ByteArrayOutputStream() {
                            @Override
                            public void close() {
                                archive(database.pool()).moveBefore(OldHistory.FUTURE, new ArchivedFile());
                            }
                        }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("removed by another run");

        assertThat(old.count("removals")).isEqualTo(1);
        assertIntact();
    }
}
