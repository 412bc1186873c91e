package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Campaign;
import io.toolgateway.testkit.faults.Campaigns;
import io.toolgateway.testkit.faults.Failpoint;
import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.testkit.faults.Report;
import io.toolgateway.testkit.faults.Stage;
import io.toolgateway.testkit.faults.TcpProxy;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.testkit.server.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;

/**
 * The campaigns against real processes on a real Postgres that is shown on a real Redis. Each prints what came of it, and how long
 * it took after each fault until the view was equal to the record; its chances follow from the seed, which {@code -Dcampaign.seed}
 * sets.
 */
@Tag("S1")
@Tag("S4")
abstract class ShownCampaignRuns {

    /** Longer than any answer is waited for. */
    private static final Duration BLACK_HOLE = Duration.ofMillis(1_500);

    /** Old enough that much happened since. */
    private static final Duration AGE = Duration.ofSeconds(2);

    /** As many as a reconciler needs several scripts for. */
    private static final int SOME_PARKED = 700;

    @TempDir
    Path folder;

    private final Counts counts;
    private final Collection<Failpoint> failpoints;

    ShownCampaignRuns(Counts counts, Collection<Failpoint> failpoints) {
        this.counts = counts;
        this.failpoints = failpoints;
    }

    /**
     * How many faults of each kind.
     *
     * @param eachLoss of FLUSHALL and the like
     * @param parked how many proposals are open all the time in the campaign of those who have many
     */
    record Counts(
            int eachLoss,
            int eachRestart,
            int failOvers,
            int eachRefusal,
            Duration refused,
            Duration gone,
            int cuts,
            int kills,
            int eachFailpoint,
            int stops,
            int forged,
            int parked,
            int lossesWithParked) {}

    @Test
    void whateverRedisIsToldToForgetIsShownAgain() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            ShownRun run = run("view: losses", faults::address);
            List<Runnable> all = List.of(
                    run.fault("FLUSHALL", faults::forgetsAll),
                    run.fault("SCRIPT FLUSH", faults::forgetsScripts),
                    run.fault("XGROUP DESTROY", faults::losesTheGroup),
                    run.fault("DEL pending_tool_calls", faults::losesTheLog),
                    run.fault("DEL approved_tool_calls", faults::losesTheHints));
            require(run, campaign -> Campaigns.faults(campaign, counts.eachLoss() * all.size(), all));
        }
    }

    @Test
    void tenThousandOpenProposalsAreShownAgainAsSoon() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            Database database = TestServers.postgres().freshDatabase();
            Stage stage = stage(database, faults.address(), OptionalInt.empty());
            Parked.on(stage, counts.parked());
            ShownRun run = run("view: " + counts.parked() + " open", database, stage, faults::address);
            List<Runnable> all = List.of(run.fault("FLUSHALL", faults::forgetsAll));
            require(run, campaign -> Campaigns.faults(campaign, counts.lossesWithParked(), all));
        }
    }

    @Test
    void aRedisThatComesBackWithWhatItWroteDown() {
        try (OwnRedis redis = OwnRedis.start("--appendonly", "yes", "--appendfsync", "everysec")) {
            RedisFaults faults = new RedisFaults(redis);
            ShownRun run = run("view: restarts with AOF", faults::address);
            List<Runnable> all = List.of(run.fault("AOF", faults::restarts));
            require(run, campaign -> Campaigns.faults(campaign, counts.eachRestart(), all));
        }
    }

    @Test
    void aRedisThatComesBackAsItWasOrWithNothing() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            ShownRun run = run("view: restarts", faults::address);
            List<Runnable> all = List.of(
                    run.fault("old RDB", () -> faults.restartsWithAnOldSnapshot(AGE)),
                    run.fault("nothing", faults::restartsWithNothing));
            require(run, campaign -> Campaigns.faults(campaign, counts.eachRestart() * all.size(), all));
        }
    }

    @Test
    void aReplicaThatIsBehindTakesOver() {
        try (FailOver redis = new FailOver()) {
            Database database = TestServers.postgres().freshDatabase();
            Stage stage = stage(database, redis.address(), OptionalInt.empty());
            ShownRun run = run("view: fail-overs", database, stage, redis::master);
            List<Runnable> all = List.of(run.fault("lagging replica", () -> redis.fail(AGE)));
            require(run, campaign -> Campaigns.faults(campaign, counts.failOvers(), all));
        }
    }

    @Test
    void aRedisThatTakesNothingOrIsGone() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            ShownRun run = run("view: refusals", faults::address);
            List<Runnable> all = List.of(
                    run.fault("full", () -> faults.isFull(counts.refused())),
                    run.fault("READONLY", () -> faults.isReadOnly(counts.refused())),
                    run.fault("NOREPLICAS", () -> faults.lacksReplicas(counts.refused())),
                    run.fault("MISCONF", () -> faults.cannotSave(counts.refused())),
                    run.fault("gone", () -> faults.isGone(counts.gone())));
            require(run, campaign -> Campaigns.faults(campaign, counts.eachRefusal() * all.size(), all));
        }
    }

    @Test
    void eachOfBothIsCutOffInTurn() {
        Database database = TestServers.postgres().freshDatabase();
        Addresses straight = Addresses.of(database);
        try (OwnRedis redis = OwnRedis.start();
                TcpProxy toPostgres = passing(straight.host(), straight.port());
                TcpProxy toRedis = passing(redis.server().host(), redis.server().port())) {
            Stage stage =
                    stage(database, new HostAndPort("127.0.0.1", toRedis.port()), OptionalInt.of(toPostgres.port()));
            ShownRun run = run("view: cut off in turn", database, stage, new RedisFaults(redis)::address)
                    .losingNothing();
            List<Runnable> all = List.of(
                    run.fault("Redis cut off", () -> cutOff(toRedis)),
                    run.fault("Postgres cut off", () -> cutOff(toPostgres)));
            require(run, campaign -> Campaigns.faults(campaign, counts.cuts() * all.size(), all));
        }
    }

    private static TcpProxy passing(String host, int port) {
        return new TcpProxy(host, port, () -> (bytes, length) -> TcpProxy.Verdict.PASS);
    }

    private static void cutOff(TcpProxy proxy) {
        proxy.swallow();
        Pace.pass(BLACK_HOLE);
        proxy.pass();
    }

    @Test
    void killedWorkersAndClientsLeaveNothingUnshown() {
        try (OwnRedis redis = OwnRedis.start()) {
            ShownRun run = run("view: kill -9", new RedisFaults(redis)::address).losingNothing();
            require(run, campaign -> Campaigns.kills(campaign, counts.kills()));
        }
    }

    @Test
    void workersStoppedBeyondTheirLeaseShowNothingLate() {
        try (OwnRedis redis = OwnRedis.start()) {
            ShownRun run = run("view: SIGSTOP", new RedisFaults(redis)::address).losingNothing();
            require(run, campaign -> Campaigns.stops(campaign, counts.stops()));
        }
    }

    @Test
    void aProcessThatEndsAtAnyFailpointLeavesNothingUnshown() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            Database database = TestServers.postgres().freshDatabase();
            Stage stage = PostgresStage.shownHere(stage(database, faults.address(), OptionalInt.empty()));
            Parked.on(stage, SOME_PARKED);
            ShownRun run = run("view: failpoints", database, stage, faults::address);
            require(run, campaign -> {
                campaign.afterEachFault(() -> {
                    Gate.open();
                    run.look();
                });
                campaign.beforeEachFall(failpoint -> makeReady(run, faults, failpoint));
                return Campaigns.failpointsInTurn(campaign, counts.eachFailpoint(), failpoints);
            });
        }
    }

    /** For a reconciler to end in the middle of its work there must be work, and it must be its turn. */
    private static void makeReady(ShownRun run, RedisFaults faults, Failpoint failpoint) {
        run.next(failpoint.name());
        if (failpoint == Failpoint.RECONCILE_MID_BATCH) {
            Gate.shut();
            faults.forgetsAll();
        }
    }

    @Test
    void whatIsWrittenByHandRunsNothing() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            Database database = TestServers.postgres().freshDatabase();
            Stage stage = stage(database, faults.address(), OptionalInt.empty());
            Parked.on(stage, SOME_PARKED);
            Forger forger = new Forger(database, faults::address, seed());
            ShownRun run = run("view: forged", database, stage, faults::address)
                    .losingNothing()
                    .forging(forger::written);
            List<Runnable> all = List.of(run.fault("forged", forger::forge));
            require(run, campaign -> Campaigns.faults(campaign, counts.forged(), all));
        }
    }

    private Stage stage(Database database, HostAndPort redis, OptionalInt proxyPort) {
        return PostgresStage.shown(database, folder, ShownOpener.class, redis, proxyPort);
    }

    private ShownRun run(String name, Supplier<HostAndPort> redis) {
        Database database = TestServers.postgres().freshDatabase();
        return run(name, database, stage(database, redis.get(), OptionalInt.empty()), redis);
    }

    private static ShownRun run(String name, Database database, Stage stage, Supplier<HostAndPort> redis) {
        return new ShownRun(name, seed(), database, stage, redis);
    }

    private static long seed() {
        return Long.getLong("campaign.seed", System.nanoTime());
    }

    private static void require(ShownRun run, Function<Campaign, Report> program) {
        run.run(program).requireNoneWrong();
    }
}
