package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.live.LiveView;
import io.toolgateway.store.ProposalStoreContract;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The contract on a database that a class of tests shares; each test finds it empty. */
abstract class PostgresContract extends ProposalStoreContract {

    /** The database of the class. */
    abstract TestDatabase database();

    /** What the store works on. */
    DataSource pool() {
        return database().pool();
    }

    @Override
    public StoreUnderTest open(SettableClock clock) {
        return opened(database(), pool(), clock);
    }

    static StoreUnderTest opened(TestDatabase database, DataSource pool, SettableClock clock) {
        return opened(database, pool, clock, null);
    }

    static StoreUnderTest opened(TestDatabase database, DataSource pool, SettableClock clock, @Nullable LiveView view) {
        database.empty();
        VirtualTime time = new VirtualTime(pool);
        time.follow(clock);
        PostgresStoreBuilder options = PostgresProposalStore.on(time).in(database.schema());
        PostgresProposalStore store = (view == null ? options : options.shownOn(view)).build();
        Connection look = look(database);
        return new StoreUnderTest(store, new RowProbe(look, database.schema()), () -> {
            store.close();
            close(look);
            requireIntact(database);
        });
    }

    private static Connection look(TestDatabase database) {
        try {
            return database.connect();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever a test has done with the store, the record of it is as it was written. */
    private static void requireIntact(TestDatabase database) {
        AuditReport report =
                AuditVerification.on(database.pool(), database.schema()).all();
        assertThat(report.findings()).as("findings of the audit").isEmpty();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int races() {
        return Integer.getInteger("gateway.races", 30);
    }

    @Override
    public Duration tick() {
        return Duration.ofNanos(1_000);
    }
}
