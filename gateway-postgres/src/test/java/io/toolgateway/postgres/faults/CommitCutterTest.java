package io.toolgateway.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.testkit.faults.TcpProxy;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy does to real commits of the real driver what the campaigns say it does. */
class CommitCutterTest {

    private static final String QUERY = "sslmode=disable&socketTimeout=2&connectTimeout=2";

    private final AtomicReference<TcpProxy.Verdict> atCommit = new AtomicReference<>(TcpProxy.Verdict.PASS);
    private Database database;

    @BeforeEach
    void create() throws SQLException {
        database = TestServers.postgres().freshDatabase();
        execute("CREATE TABLE kept (n int)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int kept() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM kept")) {
            count.next();
            return count.getInt(1);
        }
    }

    private TcpProxy proxy() {
        Addresses direct = Addresses.of(database);
        return new TcpProxy(direct.host(), direct.port(), () -> {
            ClientMessages messages = new ClientMessages();
            return (bytes, length) -> messages.commits(bytes, length) ? atCommit.get() : TcpProxy.Verdict.PASS;
        });
    }

    private Connection through(TcpProxy proxy, String more) throws SQLException {
        return DriverManager.getConnection(
                Addresses.of(database).through(proxy.port(), QUERY + more), database.user(), database.password());
    }

    /** Once as a statement without a name, once with one, once as a simple query. */
    @ParameterizedTest
    @ValueSource(strings = {"&prepareThreshold=5", "&prepareThreshold=1", "&preferQueryMode=simple"})
    void aCommitThatIsCutBeforeNeverHappened(String mode) throws SQLException {
        assertThat(afterACut(TcpProxy.Verdict.CUT_BEFORE, mode)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&prepareThreshold=5", "&prepareThreshold=1", "&preferQueryMode=simple"})
    void aCommitWhoseAnswerIsCutHasHappened(String mode) throws SQLException {
        assertThat(afterACut(TcpProxy.Verdict.CUT_AFTER, mode)).isEqualTo(4);
    }

    /** Three commits that pass, and one that is cut. */
    private int afterACut(TcpProxy.Verdict verdict, String mode) throws SQLException {
        try (TcpProxy proxy = proxy();
                Connection connection = through(proxy, mode);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int commit = 0; commit < 3; commit++) {
                statement.execute("INSERT INTO kept VALUES (1)");
                connection.commit();
            }
            statement.execute("INSERT INTO kept VALUES (2)");
            atCommit.set(verdict);
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            return kept();
        }
    }

    /** As the store sends it: nothing of what goes with it is kept where it is cut before. */
    @ParameterizedTest
    @ValueSource(strings = {"&prepareThreshold=5", "&prepareThreshold=1"})
    void aCommitAtTheEndOfStatementsIsCutLikeAnyOther(String mode) throws SQLException {
        assertThat(afterACutAtTheEnd(TcpProxy.Verdict.CUT_BEFORE, mode)).isEqualTo(6);
        assertThat(afterACutAtTheEnd(TcpProxy.Verdict.CUT_AFTER, mode)).isEqualTo(14);
    }

    private int afterACutAtTheEnd(TcpProxy.Verdict verdict, String mode) throws SQLException {
        atCommit.set(TcpProxy.Verdict.PASS);
        try (TcpProxy proxy = proxy();
                Connection connection = through(proxy, mode)) {
            connection.setAutoCommit(false);
            for (int commit = 0; commit < 3; commit++) {
                insertTwo(connection);
            }
            atCommit.set(verdict);
            assertThatThrownBy(() -> insertTwo(connection)).isInstanceOf(SQLException.class);
            return kept();
        }
    }

    private static void insertTwo(Connection connection) throws SQLException {
        try (PreparedStatement all =
                connection.prepareStatement("INSERT INTO kept VALUES (?);\nINSERT INTO kept VALUES (?);\nCOMMIT")) {
            all.setInt(1, 1);
            all.setInt(2, 2);
            all.execute();
        }
    }

    @Test
    void whatIsSwallowedEndsByTheTimeLimitAndAfterwardsAllPasses() throws SQLException {
        try (TcpProxy proxy = proxy();
                Connection connection = through(proxy, "");
                Statement statement = connection.createStatement()) {
            proxy.swallow();
            assertThatThrownBy(() -> statement.execute("INSERT INTO kept VALUES (1)"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> through(proxy, "")).isInstanceOf(SQLException.class);
            proxy.pass();
            try (Connection again = through(proxy, "")) {
                assertThat(again.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void aResetEndsTheConnection() throws SQLException {
        try (TcpProxy proxy = proxy();
                Connection connection = through(proxy, "");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO kept VALUES (1)");
            proxy.reset();
            assertThatThrownBy(() -> statement.execute("INSERT INTO kept VALUES (1)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aWayThatIsSlowerThanTheTimeLimitIsAsGoodAsNone() throws SQLException {
        try (TcpProxy proxy = proxy();
                Connection connection = through(proxy, "");
                Statement statement = connection.createStatement()) {
            proxy.delay(Duration.ofSeconds(3));
            assertThatThrownBy(() -> statement.execute("INSERT INTO kept VALUES (1)"))
                    .isInstanceOf(SQLException.class);
        }
    }
}
