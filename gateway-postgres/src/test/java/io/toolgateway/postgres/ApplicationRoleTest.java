package io.toolgateway.postgres;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract as the application's role, on a database where a stranger may create functions: theirs fit the store's calls
 * better than the database's own, and are never called.
 */
@Tag("S3")
@Tag("slow")
class ApplicationRoleTest extends PostgresContract {

    private static TestDatabase database;
    private static TestRole role;
    private static HikariDataSource pool;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
        database.execute(Sql.resource("traps.sql"));
        // As a careful operator has it: nobody runs what he was not given.
        database.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA tool_gateway FROM PUBLIC");
        role = TestRole.create(database, DatabaseRole.APPLICATION);
        pool = role.pool();
    }

    @AfterAll
    static void drop() {
        pool.close();
        role.close();
        database.close();
    }

    @Override
    TestDatabase database() {
        return database;
    }

    @Override
    DataSource pool() {
        return pool;
    }
}
