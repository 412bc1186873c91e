package io.toolgateway.postgres;

import io.toolgateway.time.TimeSource;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a {@link PostgresProposalStore}. All but the data source has a default.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class PostgresStoreBuilder {

    private static final int LANES = 2;
    private static final int MOST = 256;

    private final DataSource source;
    private @Nullable DataSource completions;
    private @Nullable DataSource listening;
    private @Nullable HostIds hostIds;
    private String schema = Migrations.DEFAULT_SCHEMA;

    PostgresStoreBuilder(DataSource source) {
        this.source = source;
    }

    /**
     * The schema with the gateway's tables; default {@code tool_gateway}.
     *
     * @param schema as given to {@link Migrations#in}
     * @return this
     */
    public PostgresStoreBuilder in(String schema) {
        this.schema = schema;
        return this;
    }

    /**
     * The kind of ids that this host has; default whatever the tables were made for.
     *
     * @param expected the kind
     * @return this
     */
    public PostgresStoreBuilder hostIds(HostIds expected) {
        this.hostIds = expected;
        return this;
    }

    /**
     * A small pool of its own (2 is enough) for heartbeats and results, so that no crowd of callers keeps a worker from saying
     * that it lives; default the same pool. Recommended where handlers run for long.
     *
     * @param source a pool on the same database
     * @return this
     */
    public PostgresStoreBuilder completingOn(DataSource source) {
        this.completions = source;
        return this;
    }

    /**
     * Listens for work that other hosts have committed, on one connection that is held for as long as the store is open; default
     * off: then work of other hosts is found by looking, see {@code ExecutorOptions.pollInterval}.
     *
     * @param source gives connections of PostgreSQL's own driver, and no other user misses one for long
     * @return this
     */
    public PostgresStoreBuilder listeningOn(DataSource source) {
        this.listening = source;
        return this;
    }

    /**
     * Builds the store, once it has seen that the database is fit for it. Logs what the database's settings promise, and warns
     * of what they do not.
     *
     * @return the store
     * @throws io.toolgateway.store.StoreException if the database cannot be reached or is a standby; if the tables are not there,
     *     are too old or too new, or were made for other ids; if its connections are read-only or do not begin with
     *     {@code READ COMMITTED}
     */
    public PostgresProposalStore build() {
        return new PostgresProposalStore(this);
    }

    DataSource source() {
        return source;
    }

    @Nullable
    DataSource completions() {
        return completions;
    }

    @Nullable
    DataSource listening() {
        return listening;
    }

    /** Of the schema that was found to be fit. */
    Sql sql() {
        StartCheck check = new StartCheck(schema, hostIds, Migration.ALL);
        Sql sql = check.require(source, true);
        if (completions != null) {
            check.require(completions, false);
        }
        return sql;
    }

    TimeSource time() {
        return TimeSource.SYSTEM;
    }

    <A, R> GroupCommit<A, R> group(Function<List<A>, List<GroupCommit.Answer<R>>> commit) {
        return new GroupCommit<>(LANES, MOST, commit);
    }
}
