package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.store.SweepRequest;
import io.toolgateway.testkit.SequentialIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However much nobody asks for, one sweep drops it; and the next one does not even look. */
class OldMessagesTest {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void aSweepDropsAllOfThemAndTheNextOneDoesNotLook() throws SQLException {
        try (PostgresProposalStore store =
                PostgresProposalStore.on(database.pool()).build()) {
            send(2_500);

            sweep(store);
            assertThat(kept()).isZero();

            send(1);
            sweep(store);
            assertThat(kept()).isEqualTo(1);
        }
        try (PostgresProposalStore other =
                PostgresProposalStore.on(database.pool()).build()) {
            sweep(other);
            assertThat(kept()).isZero();
        }
    }

    private static void sweep(PostgresProposalStore store) {
        store.sweep(new SweepRequest(SequentialIds.IDS.next(), 10, Duration.ofSeconds(1)));
    }

    private static void send(int count) {
        database.execute("INSERT INTO " + database.schema() + ".tool_call_outbox"
                + " (id, kind, tenant_id, name, body, not_before, sent_at)"
                + " SELECT gen_random_uuid(), 'k', 'acme', 'n', '{}', now(), now() - interval '10 years'"
                + " FROM generate_series(1, " + count + ")");
    }

    private static long kept() throws SQLException {
        try (Connection look = database.connect();
                ResultSet row = look.createStatement()
                        .executeQuery("SELECT count(*) FROM " + database.schema() + ".tool_call_outbox")) {
            row.next();
            return row.getLong(1);
        }
    }
}
