package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.store.Insertion;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.Proposals;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("S5")
class MigrationsTest {

    static final int NEXT = Migration.ALL.size() + 1;
    private static final String KNOWN = Integer.toString(Migration.ALL.size());

    private Database database;
    private PGSimpleDataSource source;

    @BeforeEach
    void create() {
        database = TestServers.postgres().freshDatabase();
        source = source(database);
    }

    static PGSimpleDataSource source(Database database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        return source;
    }

    @AfterEach
    void drop() {
        TestServers.postgres().drop(database);
    }

    private void execute(String statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new AssertionError("refused: " + statements, e);
        }
    }

    private String ask(String query) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new AssertionError("refused: " + query, e);
        }
    }

    private Migrations texts() {
        return Migrations.on(source).hostIds(HostIds.TEXT);
    }

    @Test
    void eachIsAppliedOnceAndWrittenDown() {
        texts().run();
        texts().run();

        assertThat(ask("SELECT string_agg(name || ' ' || host_ids || ' ' || min_reader, ', ' ORDER BY version)"
                        + " FROM tool_gateway.tool_call_schema"))
                .isEqualTo("V1__tables text 1, V2__guards text 1, V3__approvals text 1, V4__inbox text 1");
        assertThat(ask("SELECT count(*) FROM tool_gateway.tool_call_schema WHERE checksum ~ '^[0-9a-f]{64}$'"))
                .isEqualTo(KNOWN);
        PostgresProposalStore.on(source).build().close();
    }

    @Test
    void manyHostsMayStartAtOnce() throws Exception {
        int hosts = 8;
        ExecutorService threads = Executors.newFixedThreadPool(hosts);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            all.add(threads.submit(() -> {
                start.await();
                texts().run();
                return null;
            }));
        }
        start.countDown();
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();

        assertThat(ask("SELECT count(*) FROM tool_gateway.tool_call_schema")).isEqualTo(KNOWN);
    }

    @Test
    void aPoolWithoutAutoCommitIsGivenBackAsItWas() throws SQLException {
        WatchedDataSource watched = new WatchedDataSource(source, false);

        Migrations.on(watched).run();

        assertThat(watched.autoCommitWhenClosed()).hasSizeGreaterThan(2).containsOnly(false);
        assertThat(ask("SELECT count(*) FROM tool_gateway.tool_call_schema")).isEqualTo(KNOWN);
        assertThat(ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .isEqualTo("0");
    }

    @Test
    void whatFailsLeavesNothingBehindAndMayBeRunAgain() {
        List<Migration> broken = with(next("broken", "CREATE TABLE ${schema}.half (); SELECT 1 / 0;"));

        assertThatThrownBy(() -> texts().knowing(broken).run())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("22012");

        assertThat(ask("SELECT to_regclass('tool_gateway.half') IS NULL")).isEqualTo("t");
        texts().knowing(with(next("whole", "CREATE TABLE ${schema}.half ();"))).run();
        assertThat(ask("SELECT max(version) FROM tool_gateway.tool_call_schema"))
                .isEqualTo(Integer.toString(NEXT));
    }

    /** One that the next version might bring. */
    static Migration next(String name, String text) {
        return new Migration(NEXT, "V" + NEXT + "__" + name, text);
    }

    static List<Migration> with(Migration... more) {
        List<Migration> all = new ArrayList<>(Migration.ALL);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void aMigrationThatWasChangedIsRefused() {
        texts().run();
        List<Migration> changed = new ArrayList<>(Migration.ALL);
        changed.set(1, new Migration(2, "V2__guards", Migration.ALL.get(1).text() + "-- more"));

        assertThatThrownBy(() -> texts().knowing(changed).run())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("V2__guards was changed after it was applied");
    }

    @Test
    void theKindOfIdsIsFixedByTheFirst() {
        texts().run();

        assertThatThrownBy(() -> Migrations.on(source).run())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("made for ids of the kind TEXT, not UUID");
        assertThatThrownBy(() ->
                        PostgresProposalStore.on(source).hostIds(HostIds.UUID).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("made for ids of the kind TEXT, not UUID");
        PostgresProposalStore.on(source).hostIds(HostIds.TEXT).build().close();
    }

    @Test
    void aNewerSchemaIsUsedAsLongAsItSaysSo() {
        texts().knowing(with(next("expand", "ALTER TABLE ${schema}.tool_call_votes ADD COLUMN more text;")))
                .run();

        texts().run();
        PostgresProposalStore.on(source).build().close();
    }

    @Test
    void aSchemaThatIsTooNewIsRefused() {
        texts().knowing(with(next(
                        "contract",
                        "-- gateway: min_reader=" + NEXT
                                + "\nALTER TABLE ${schema}.tool_call_votes ADD COLUMN more text;")))
                .run();

        assertThatThrownBy(() -> texts().run())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("knows version " + NEXT);
        assertThatThrownBy(() -> PostgresProposalStore.on(source).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("this one knows " + KNOWN);
    }

    @Test
    void aSchemaThatIsTooOldOrAbsentIsRefusedByTheStore() {
        assertThatThrownBy(() -> PostgresProposalStore.on(source).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no tables in the schema tool_gateway; run Migrations");
        texts().knowing(Migration.ALL.subList(0, 1)).run();
        assertThatThrownBy(() -> PostgresProposalStore.on(source).build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 1, and this version of the library needs " + KNOWN + "; run Migrations");
    }

    @Test
    void theScriptsMakeTheSameSchemaByPlainJdbc() throws SQLException {
        execute("CREATE TABLE tenants (id text PRIMARY KEY); CREATE TABLE users (id text PRIMARY KEY)");
        List<Migrations.Script> scripts = Migrations.asText()
                .in("gate")
                .hostIds(HostIds.TEXT)
                .referencing("tenants(id)", "users(id)")
                .scripts();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (Migrations.Script script : scripts) {
                connection.setAutoCommit(!script.inTransaction());
                statement.execute(script.sql());
                if (script.inTransaction()) {
                    connection.commit();
                }
            }
        }

        assertThat(scripts)
                .extracting(Migrations.Script::name)
                .containsExactly("V1__tables", "V2__guards", "V3__approvals", "V4__inbox", "foreign_keys");
        texts().in("gate").referencing("tenants(id)", "users(id)").run();
        PostgresProposalStore.on(source).in("gate").build().close();
        assertThat(ask("SELECT count(*) FROM pg_constraint WHERE conname ~ '^host_' AND convalidated"))
                .isEqualTo("3");
    }

    @Test
    void anUnknownTenantOrUserIsRefusedWhereTheHostsTablesAreReferenced() {
        execute("CREATE TABLE tenants (id text PRIMARY KEY); CREATE TABLE users (id text PRIMARY KEY)");
        texts().referencing("tenants(id)", "public.users(id)").run();
        try (PostgresProposalStore store = PostgresProposalStore.on(source).build()) {
            assertThatThrownBy(() -> store.insert(List.of(Proposals.aRefund().build()), List.of()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the tenant or the user is not in the host's own tables");

            String tenant = People.ANN.tenant().value();
            String user = People.ANN.userId();
            execute("INSERT INTO tenants VALUES ('" + tenant + "'); INSERT INTO users VALUES ('" + user + "')");
            assertThat(store.insert(List.of(Proposals.aRefund().build()), List.of()))
                    .isInstanceOf(Insertion.Stored.class);
        }
    }

    @Test
    void rowsThatWereThereBeforeTheForeignKeysAreChecked() {
        texts().run();
        try (PostgresProposalStore store = PostgresProposalStore.on(source).build()) {
            store.insert(List.of(Proposals.aRefund().build()), List.of());
        }
        execute("CREATE TABLE tenants (id text PRIMARY KEY); CREATE TABLE users (id text PRIMARY KEY)");
        Migrations keyed = texts().referencing("tenants(id)", "users(id)");

        assertThatThrownBy(keyed::run)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("rows whose tenant or user is not in the host's own tables");

        execute("INSERT INTO tenants SELECT DISTINCT tenant_id FROM tool_gateway.tool_call_proposals;"
                + " INSERT INTO users SELECT DISTINCT triggered_by FROM tool_gateway.tool_call_proposals");
        keyed.run();
        assertThat(ask("SELECT count(*) FROM pg_constraint WHERE conname ~ '^host_' AND convalidated"))
                .isEqualTo("3");
    }

    @Test
    void itGivesWayWhenItIsBlockedAndTriesAgain() throws SQLException {
        texts().run();
        AtomicInteger pauses = new AtomicInteger();
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE tool_gateway.tool_call_votes IN ACCESS SHARE MODE");
            texts().knowing(with(next("x", "ALTER TABLE ${schema}.tool_call_votes ADD COLUMN more text;")))
                    .pausing(time -> {
                        pauses.incrementAndGet();
                        try {
                            holder.rollback();
                        } catch (SQLException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .run();
        }
        assertThat(pauses).hasValue(1);
        assertThat(ask("SELECT max(version) FROM tool_gateway.tool_call_schema"))
                .isEqualTo(Integer.toString(NEXT));
    }

    @Test
    void aServerWithoutIcuIsRefusedInWords() {
        execute("UPDATE pg_collation SET collname = 'gone' WHERE collname = 'und-x-icu'");

        assertThatThrownBy(() -> texts().run())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("und-x-icu is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "a b", "a;b", "a\"b", "1a", "pg_mine", "é", "a.b"})
    void aNameThatWouldNeedQuotesIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.asText().in(name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.asText().grants(DatabaseRole.AUDITOR, name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Migrations.asText().referencing(name, "users(id)"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresProposalStore.on(source).in(name).build());
    }
}
