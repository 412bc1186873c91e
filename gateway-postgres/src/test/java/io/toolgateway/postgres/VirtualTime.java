package io.toolgateway.postgres;

import io.toolgateway.testkit.SettableClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/**
 * Makes {@code clock_timestamp()} of a database follow a clock of the test: a function of that name stands before the real one in
 * the search path, and each connection is told the time when it is taken.
 */
final class VirtualTime extends ForwardingDataSource {

    /** To be appended to the URL. */
    static final String OPTION = "options=-c%20search_path=virtual_time,pg_catalog,public";

    private final AtomicReference<SettableClock> clock = new AtomicReference<>(new SettableClock());

    VirtualTime(DataSource source) {
        super(source);
    }

    /** Puts the function into a database. */
    static void install(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS virtual_time");
            statement.execute(
                    "CREATE OR REPLACE FUNCTION virtual_time.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
                            + " AS $$ SELECT coalesce(nullif(current_setting('test.now', true), '')::timestamptz,"
                            + " pg_catalog.clock_timestamp()) $$");
        }
    }

    void follow(SettableClock clock) {
        this.clock.set(clock);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try (PreparedStatement tell = connection.prepareStatement("SELECT set_config('test.now', ?, false)")) {
            tell.setString(1, clock.get().instant().toString());
            tell.execute();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
