package io.toolgateway.postgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract as most will run it: texts for ids, a pool of ten. */
@Tag("S3")
class PostgresProposalStoreTest extends PostgresContract {

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
    TestDatabase database() {
        return database;
    }
}
