package io.toolgateway.postgres.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.testkit.faults.StoreOpener;
import io.toolgateway.testkit.faults.Tripwire;

/** Opens the store on Postgres; the address is a JDBC address with user and password in it, and the tables are there. */
public final class PostgresOpener implements StoreOpener {

    private static final int POOL = 4;
    private static final int COMPLETIONS = 2;
    private static final int CONNECT_MILLIS = 2_000;

    @Override
    public Opened open(String address, Tripwire tripwire) {
        HikariDataSource pool = pool(address);
        HikariDataSource completions = completions(address);
        PostgresProposalStore store = PostgresProposalStore.on(TrippingDataSource.around(pool, tripwire))
                .completingOn(TrippingDataSource.around(completions, tripwire))
                .build();
        return new Opened(store, () -> {
            store.close();
            pool.close();
            completions.close();
        });
    }

    static HikariDataSource pool(String address) {
        return pool(address, POOL);
    }

    static HikariDataSource completions(String address) {
        return pool(address, COMPLETIONS);
    }

    private static HikariDataSource pool(String address, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setValidationTimeout(CONNECT_MILLIS / 2);
        config.setInitializationFailTimeout(CONNECT_MILLIS * 5L);
        return new HikariDataSource(config);
    }
}
