package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is done to the record past its triggers is found: seeded, each change for itself. */
@Tag("I15")
@Tag("O5")
@Tag("slow")
class TamperingTest {

    private static final int CHANGES = Integer.getInteger("gateway.tampering", 500);
    private static final long SEED = Long.getLong("gateway.seed", 20261121L);
    private static final int HISTORIES = 180;

    @Test
    void everyChangeIsFoundAndAnUntouchedRecordHasNone() throws SQLException {
        System.out.println("tampering: seed " + SEED + ", " + CHANGES + " changes");
        try (TestDatabase database = TestDatabase.create(HostIds.TEXT)) {
            write(database);
            AuditVerification verification = AuditVerification.on(database.pool());
            AuditReport untouched = verification.all();
            assertThat(untouched.findings()).isEmpty();
            assertThat(untouched.proposals()).isGreaterThanOrEqualTo(100);
            assertThat(untouched.removals()).hasSize(2);
            assertThat(untouched.removed()).isGreaterThan(100);
            assertThat(untouched.seals()).isGreaterThan(20);
            assertThat(untouched.unsealed()).isZero();
            try (Tampering tampering = new Tampering(database.connect(), new Random(SEED))) {
                Map<String, Integer> kinds = new TreeMap<>();
                List<String> missed = missed(verification, tampering, kinds);
                System.out.println("tampering: " + untouched + "; first findings by kind " + kinds);
                assertThat(missed).isEmpty();
            }
            assertThat(verification.all()).isEqualTo(untouched);
        }
    }

    private static List<String> missed(AuditVerification verification, Tampering tampering, Map<String, Integer> kinds)
            throws SQLException {
        List<String> missed = new ArrayList<>();
        int made = 0;
        while (made < CHANGES) {
            String change;
            try {
                change = tampering.change();
            } catch (SQLException e) {
                // The table itself has refused it: nothing was changed.
                assertThat(e.getSQLState()).startsWith("23");
                continue;
            }
            AuditReport report = verification.all();
            if (tampering.undo() == 0) {
                assertThat(report.findings()).isEmpty();
                continue;
            }
            made++;
            if (report.isIntact()) {
                missed.add(change);
            } else {
                kinds.merge(report.findings().get(0).kind().name(), 1, Integer::sum);
            }
        }
        return missed;
    }

    private static void write(TestDatabase database) {
        AuditSeals seals = AuditSeals.on(database.pool());
        try (PostgresProposalStore store =
                PostgresProposalStore.on(database.pool()).build()) {
            AuditHistory history = new AuditHistory(store);
            for (int i = 0; i < HISTORIES; i++) {
                history.write(i);
                if (i % 10 == 0) {
                    seals.seal();
                }
                if (i == HISTORIES / 4 || i == HISTORIES / 2) {
                    HistoryArchive.on(database.pool()).removeBeforeWithoutCopy(OldHistory.FUTURE);
                }
            }
        }
        Sealed.all(database);
    }
}
