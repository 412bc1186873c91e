package io.toolgateway.postgres;

import io.toolgateway.store.HostileInputContract;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** What every store makes of hostile input; of Postgres alone see {@link HostileInputTest}. */
@Tag("S3")
class PostgresHostileInputTest extends HostileInputContract {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Override
    public StoreUnderTest open(SettableClock clock) {
        return PostgresContract.opened(database, database.pool(), clock);
    }

    @Override
    public Duration tick() {
        return Duration.ofNanos(1_000);
    }
}
