package io.toolgateway.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Creates and upgrades the tables, while older versions of the library work with them.
 *
 * <p>Effect: each migration is applied once, in a transaction of its own with its row in {@code tool_call_schema}; what fails
 * leaves nothing behind and may be run again. A migration that waits for a lock gives way after 2 seconds and tries again, 10
 * times at most, so that nobody queues behind it for longer.
 *
 * <p>Threads: immutable; any number of hosts may run them at once, one does the work.
 *
 * <p>Repeat: nothing happens. Only after a restore of a dump into another server there is something to do, and it must be run
 * before the first write: see {@link AuditSeals}.
 *
 * @since 0.1
 */
public final class Migrations {

    static final String DEFAULT_SCHEMA = "tool_gateway";

    private final @Nullable DataSource source;
    private final String schema;
    private final HostIds hostIds;
    private final @Nullable ForeignKeys keys;
    private final List<Migration> known;
    private final MigrationRun.Pause pause;

    private Migrations(
            @Nullable DataSource source,
            String schema,
            HostIds hostIds,
            @Nullable ForeignKeys keys,
            List<Migration> known,
            MigrationRun.Pause pause) {
        this.source = source;
        this.schema = schema;
        this.hostIds = hostIds;
        this.keys = keys;
        this.known = known;
        this.pause = pause;
    }

    /**
     * A migration as SQL, for the host's own tool.
     *
     * @param name such as {@code V1__tables}, in order
     * @param sql all of it, with its row for {@code tool_call_schema}
     * @param inTransaction false if Postgres refuses it in a transaction: then each statement runs for itself
     */
    public record Script(String name, String sql, boolean inTransaction) {}

    /**
     * Migrations in the schema {@code tool_gateway}, with UUIDs for the host's ids.
     *
     * @param source a data source whose role may create a schema or owns it; not behind a pooler that hands each transaction
     *     another session
     * @return migrations that have not run
     */
    public static Migrations on(DataSource source) {
        return of(Objects.requireNonNull(source, "source"));
    }

    /**
     * The same without a database, for {@link #scripts()} and {@link #grants}.
     *
     * @return migrations that cannot run
     */
    public static Migrations asText() {
        return of(null);
    }

    private static Migrations of(@Nullable DataSource source) {
        return new Migrations(
                source,
                DEFAULT_SCHEMA,
                HostIds.UUID,
                null,
                Migration.ALL,
                time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
    }

    /**
     * These migrations in another schema.
     *
     * @param schema lower-case letters, digits and _
     * @return a copy
     */
    public Migrations in(String schema) {
        return new Migrations(source, Sql.requireName(schema), hostIds, keys, known, pause);
    }

    /**
     * These migrations with another kind of the host's ids. It is fixed with the first migration.
     *
     * @param hostIds the kind
     * @return a copy
     */
    public Migrations hostIds(HostIds hostIds) {
        return new Migrations(source, schema, hostIds, keys, known, pause);
    }

    /**
     * These migrations with foreign keys to the host's own tables: then a call of an unknown tenant or user is refused by a
     * {@code StoreException}, and a tenant or user with proposals cannot be deleted. They cost about a third of the rate of
     * inserts. The migrating role needs {@code REFERENCES} on both tables; the application's role needs nothing there.
     *
     * @param tenants a table and its key, such as {@code app.tenants(id)}; without a schema it is in {@code public}
     * @param users the same for those who ask and those who review
     * @return a copy
     */
    public Migrations referencing(String tenants, String users) {
        ForeignKeys keys = new ForeignKeys(HostTable.of(tenants), HostTable.of(users));
        return new Migrations(source, schema, hostIds, keys, known, pause);
    }

    Migrations knowing(List<Migration> known) {
        return new Migrations(source, schema, hostIds, keys, known, pause);
    }

    Migrations pausing(MigrationRun.Pause pause) {
        return new Migrations(source, schema, hostIds, keys, known, pause);
    }

    /**
     * Applies what is missing.
     *
     * @throws io.toolgateway.store.StoreException if the schema is newer than this version can use, was made for another kind of
     *     ids, or by other migrations than these; if a lock cannot be had; or if the database refuses
     */
    public void run() {
        DataSource database = source;
        if (database == null) {
            throw new IllegalStateException("these migrations have no data source; begin with Migrations.on");
        }
        Sql sql = new Sql(schema, hostIds);
        MigrationRun run = new MigrationRun(database, sql, known, pause);
        run.run();
        // After a restore from a dump; else it changes nothing.
        run.blocked(
                "counting transactions on",
                connection -> MigrationRun.execute(connection, "SELECT " + schema + ".tool_call_after_restore()"));
        if (keys != null) {
            keys.add(run, sql);
        }
    }

    /**
     * All migrations as SQL, in order, to be run once each by the host's own tool (Flyway, Liquibase, psql). New ones of a later
     * version come at the end. {@link #run()} then finds nothing to do.
     *
     * @return the scripts
     */
    public List<Script> scripts() {
        Sql sql = new Sql(schema, hostIds);
        List<Script> scripts = new ArrayList<>();
        known.forEach(migration -> scripts.add(migration.script(sql)));
        if (keys != null) {
            scripts.add(keys.script(sql));
        }
        return List.copyOf(scripts);
    }

    /**
     * What to run, as the owner of the tables, so that a role may do what it must and nothing more. To be run again after each
     * upgrade; it takes back what the role had in this schema besides.
     *
     * @param role what the role is for
     * @param name an existing role: lower-case letters, digits and _
     * @return SQL statements
     */
    public String grants(DatabaseRole role, String name) {
        return new Sql(schema, hostIds)
                .filled(Sql.resource("roles/" + role.resource() + ".sql"))
                .replace("${role}", Sql.requireName(name));
    }
}
