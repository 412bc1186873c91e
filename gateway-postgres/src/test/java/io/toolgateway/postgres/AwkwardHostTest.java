package io.toolgateway.postgres;

import io.toolgateway.store.StoreSetup;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract on a host that makes it hard: UUIDs for ids, a pool of one, auto-commit off, sessions that are not in UTC, and a
 * schema of another name.
 */
@Tag("S3")
@Tag("slow")
class AwkwardHostTest extends PostgresContract {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.UUID, "assistant_calls", config -> {
            config.setMaximumPoolSize(1);
            config.setAutoCommit(false);
            config.setConnectionInitSql("SET TIME ZONE 'Asia/Kathmandu'");
        });
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Override
    TestDatabase database() {
        return database;
    }

    @Override
    public Set<StoreSetup.Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(StoreSetup.Capability.TEXT_IDS));
    }
}
