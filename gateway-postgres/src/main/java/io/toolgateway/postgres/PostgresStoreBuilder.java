package io.toolgateway.postgres;

import io.toolgateway.live.LiveView;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
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
    private @Nullable LiveView view;
    private Duration sealingInterval = Duration.ofSeconds(5);
    private Consumer<List<AuditSeal>> seals = made -> {};
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
     * Shows what was committed on a live view, such as {@code RedisLiveView}, and hears of work there; default none. The record
     * commits first; what the view misses it finds by itself. While it cannot be reached nothing is lost but time.
     *
     * @param view a view that follows no other record; closed with the store
     * @return this
     */
    public PostgresStoreBuilder shownOn(LiveView view) {
        this.view = view;
        return this;
    }

    /**
     * How often new events are sealed while the store is swept; default every 5 seconds, by whichever host comes first.
     *
     * @param interval at least a second; shorter means less that only its own hash protects
     * @return this
     */
    public PostgresStoreBuilder sealingEvery(Duration interval) {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("events are sealed every second at most");
        }
        this.sealingInterval = interval;
        return this;
    }

    /**
     * Who is told the seals that this host makes in the background, to keep them where the database's administrators do not
     * reach; default nobody. Called after the commit, on the thread that sweeps; what it throws is logged. A process that dies
     * in between has told nobody: {@link AuditSeals#latest} has the latest.
     *
     * @param keeper takes one or more seals, each of another tenant or later than the one before
     * @return this
     */
    public PostgresStoreBuilder sealsTo(Consumer<List<AuditSeal>> keeper) {
        this.seals = keeper;
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

    @Nullable
    LiveView view() {
        return view;
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

    BackgroundSeals seals(AuditSeals all) {
        return new BackgroundSeals(all, seals, sealingInterval, time());
    }

    <A, R> GroupCommit<A, R> group(Function<List<A>, List<GroupCommit.Answer<R>>> commit) {
        return new GroupCommit<>(LANES, MOST, commit);
    }
}
