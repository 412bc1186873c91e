package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Topic;
import io.toolgateway.store.Transition;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A connection keeps the plans that it made while the tables were empty: then any index is as good as the key. What is found by its key
 * must cost the same when one tenant has thousands (PERFORMANCE, planner trap).
 */
@Tag("S3")
class PlansOfYoungTablesTest {

    private static final int USES = 10;
    private static final int GROWN = 300;
    /** For one use of everything; a tenant's index would give {@link #GROWN} for each statement. */
    private static final int FEW = 60;

    private final TestDatabase database = TestDatabase.create(HostIds.TEXT);
    private HikariDataSource one;
    private PostgresProposalStore store;
    private Scenario scenario;

    @BeforeEach
    void open() throws SQLException {
        // Nobody else may find out how large the tables have become.
        database.execute("ALTER TABLE tool_gateway.tool_call_proposals SET (autovacuum_enabled = off)");
        database.execute("ALTER TABLE tool_gateway.tool_call_events SET (autovacuum_enabled = off)");
        database.execute("ALTER TABLE tool_gateway.tool_call_outbox SET (autovacuum_enabled = off)");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.pool().getJdbcUrl());
        config.setUsername(database.pool().getUsername());
        config.setPassword(database.pool().getPassword());
        config.setMaximumPoolSize(1);
        one = new HikariDataSource(config);
        store = PostgresProposalStore.on(one).build();
        scenario = new Scenario(store);
    }

    @AfterEach
    void close() {
        store.close();
        one.close();
        database.close();
    }

    private List<Proposal> parked(int count) {
        List<Proposal> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(scenario.insert(aRefund()));
        }
        return all;
    }

    @Test
    void whatIsFoundByItsKeyCostsTheSameWhenTheTenantHasGrown() throws SQLException {
        use(parked(USES));
        List<Proposal> grown = parked(GROWN);
        long before = read();

        use(grown.subList(0, USES));

        assertThat(read() - before).as("index entries read for %s uses", USES).isLessThan((long) USES * FEW);
    }

    private void use(List<Proposal> some) {
        for (Proposal one : some) {
            assertThat(store.find(one.tenant(), one.id())).isPresent();
            assertThat(store.events(new EventQuery(one.tenant(), null, one.id(), null)))
                    .hasSize(1);
            UUID message = SequentialIds.IDS.next();
            store.apply(List.of(new Transition(
                    SequentialIds.IDS.next(),
                    one.tenant(),
                    "user:sam",
                    Map.of(one.id(), Changes.approve(one, SAM)),
                    List.of(new SideEffect.Send(
                            message, new Topic("kind", one.tenant(), "name"), "{}", Instant.EPOCH)))));
            store.outbox().postpone(one.tenant(), message, Duration.ofMinutes(1));
            store.outbox().acknowledge(one.tenant(), List.of(message));
            assertThat(scenario.claim(1)).hasSize(1);
        }
    }

    /** All entries that all scans of indexes have given, of this connection too. */
    private long read() throws SQLException {
        try (Connection connection = one.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            statement.execute("SELECT pg_stat_clear_snapshot()");
            try (ResultSet sum = statement.executeQuery(
                    "SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = 'tool_gateway'")) {
                sum.next();
                return sum.getLong(1);
            }
        }
    }
}
