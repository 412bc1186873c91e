package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("S3")
class StartCheckTest {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private static PGSimpleDataSource with(String options) {
        PGSimpleDataSource source = MigrationsTest.source(database.database());
        source.setOptions(options);
        return source;
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable\\ read", "serializable"})
    void anotherIsolationIsRefused(String isolation) {
        assertThatThrownBy(() -> PostgresProposalStore.on(with("-c default_transaction_isolation=" + isolation))
                        .build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("READ COMMITTED is needed");
    }

    @Test
    void anIsolationThatThePoolSetsIsSeenToo() {
        ForwardingDataSource source = new ForwardingDataSource(with("")) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                return connection;
            }
        };
        assertThatThrownBy(() -> PostgresProposalStore.on(database.pool())
                        .completingOn(source)
                        .build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("begin transactions with serializable");
    }

    @Test
    void readOnlyConnectionsAreRefused() {
        assertThatThrownBy(() -> PostgresProposalStore.on(with("-c default_transaction_read_only=on"))
                        .build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void aRoleWithoutGrantsIsToldWhichAreMissing() {
        TestRole role = TestRole.create(database, DatabaseRole.AUDITOR);
        database.execute("REVOKE ALL ON SCHEMA tool_gateway FROM " + role.name());
        PGSimpleDataSource source = with("");
        source.setUser(role.name());
        source.setPassword("secret");
        assertThatThrownBy(() -> PostgresProposalStore.on(source).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("may not read the schema tool_gateway; see Migrations.grants");
        role.close();
    }

    @Test
    void whatIsOffIsToldAsNotPromised() {
        ServerCheck.Settings safe = new ServerCheck.Settings("on", "on", "on", "", true, 0, 0);
        assertThat(safe.warnings()).isEmpty();
        for (ServerCheck.Settings unsafe : Set.of(
                new ServerCheck.Settings("off", "on", "on", "", true, 0, 0),
                new ServerCheck.Settings("on", "off", "on", "", true, 0, 0),
                new ServerCheck.Settings("on", "on", "off", "", true, 0, 0),
                new ServerCheck.Settings("on", "on", "local", "a", true, 1, 1),
                new ServerCheck.Settings("on", "on", "on", "", true, 1, 0))) {
            List<String> warnings = unsafe.warnings();
            assertThat(warnings).as("%s", unsafe).hasSize(1);
        }
        assertThat(new ServerCheck.Settings("on", "on", "on", "", false, 1, 0).shown())
                .isEqualTo("not visible to this role");
    }
}
