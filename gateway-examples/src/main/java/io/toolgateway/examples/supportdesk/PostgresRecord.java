package io.toolgateway.examples.supportdesk;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.postgres.AuditSeals;
import io.toolgateway.postgres.HostIds;
import io.toolgateway.postgres.Migrations;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.postgres.PostgresStoreBuilder;
import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The record of the support desk on Postgres, in a schema of its own. */
final class PostgresRecord implements AutoCloseable {

    static final String SCHEMA = "support_desk";

    private final String url;
    private final HikariDataSource pool;

    /** Connects at once; the address says who. */
    PostgresRecord(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(4);
        this.url = url;
        this.pool = new HikariDataSource(config);
    }

    /** For another process: it may hold a password. */
    String address() {
        return url;
    }

    /** A store on tables that are there or are made now. */
    PostgresProposalStore store() {
        return migrated().build();
    }

    /** The same, with a view on Redis. */
    PostgresProposalStore shownOn(RedisLiveView view) {
        return migrated().shownOn(view).build();
    }

    /** The ids of our tenants and users are no UUIDs. */
    private PostgresStoreBuilder migrated() {
        Migrations.on(pool).in(SCHEMA).hostIds(HostIds.TEXT).run();
        return PostgresProposalStore.on(pool).in(SCHEMA);
    }

    /** Forgets everything: the stories are told from the beginning. Nobody else does this to a record. */
    void drop() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
        } catch (SQLException e) {
            throw new StoreException("the schema " + SCHEMA + " cannot be dropped: " + e.getMessage(), e);
        }
    }

    /** Seals what is there now; while workers run, the store does so every few seconds. */
    void seal() {
        AuditSeals.on(pool, SCHEMA).seal();
    }

    AuditTrail auditTrail() {
        return new AuditTrail(pool, SCHEMA);
    }

    /** A table of the shop's own, in the same database. */
    Ledger ledger() {
        return new Ledger(pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
