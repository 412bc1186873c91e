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
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
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
    static final int SOME_PARKED = 700;

    @TempDir
    Path folder;

    private final Duration soon;

    /** The view must be equal again within this time, of a hundred times ninety-nine. */
    ShownCampaignRuns(Duration soon) {
        this.soon = soon;
    }

    /** Whatever Redis is told to forget. */
    static List<Runnable> losses(ShownRun run, RedisFaults faults) {
        return List.of(
                run.fault("FLUSHALL", faults::forgetsAll),
                run.fault("SCRIPT FLUSH", faults::forgetsScripts),
                run.fault("XGROUP DESTROY", faults::losesTheGroup),
                run.fault("DEL pending_tool_calls", faults::losesTheLog),
                run.fault("DEL approved_tool_calls", faults::losesTheHints),
                run.fault("last ids", faults::hasItsIdsUsedUp),
                run.fault("other types", faults::hasOthersInThePlaceOfItsStreams));
    }

    /** Redis comes back as it was some time ago, or with nothing. */
    static List<Runnable> restarts(ShownRun run, RedisFaults faults) {
        return List.of(
                run.fault("old RDB", () -> faults.restartsWithAnOldSnapshot(AGE)),
                run.fault("nothing", faults::restartsWithNothing));
    }

    /** Redis takes nothing for a while, or is gone. */
    static List<Runnable> refusals(ShownRun run, RedisFaults faults, Duration refused, Duration gone) {
        return List.of(
                run.fault("full", () -> faults.isFull(refused)),
                run.fault("READONLY", () -> faults.isReadOnly(refused)),
                run.fault("NOREPLICAS", () -> faults.lacksReplicas(refused)),
                run.fault("MISCONF", () -> faults.cannotSave(refused)),
                run.fault("gone", () -> faults.isGone(gone)));
    }

    /** Faults of a Redis that keeps nothing, while so many proposals stay open. */
    final void onRedis(
            String name, int parked, int rounds, BiFunction<ShownRun, RedisFaults, List<Runnable>> befalling) {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            ShownRun run = run(name, faults, parked);
            List<Runnable> all = befalling.apply(run, faults);
            require(run, campaign -> Campaigns.faults(campaign, rounds * all.size(), all));
        }
    }

    /** Redis comes back with what it wrote down. */
    final void restartsWithAof(int times) {
        try (OwnRedis redis = OwnRedis.start("--appendonly", "yes", "--appendfsync", "everysec")) {
            RedisFaults faults = new RedisFaults(redis);
            ShownRun run = run("view: restarts with AOF", faults, 0);
            List<Runnable> all = List.of(run.fault("AOF", faults::restarts));
            require(run, campaign -> Campaigns.faults(campaign, times, all));
        }
    }

    /** A replica that is behind takes over. */
    final void failOvers(int times) {
        try (FailOver redis = new FailOver()) {
            Database database = TestServers.postgres().freshDatabase();
            Stage stage = stage(database, redis.address(), OptionalInt.empty());
            ShownRun run = new ShownRun("view: fail-overs", seed(), database, stage, redis::master);
            List<Runnable> all = List.of(run.fault("lagging replica", () -> redis.fail(AGE)));
            require(run, campaign -> Campaigns.faults(campaign, times, all));
        }
    }

    /** First Redis, then Postgres, and again. */
    final void cutOffInTurn(int timesEach) {
        Database database = TestServers.postgres().freshDatabase();
        Addresses straight = Addresses.of(database);
        try (OwnRedis redis = OwnRedis.start();
                TcpProxy toPostgres = passing(straight.host(), straight.port());
                TcpProxy toRedis = passing(redis.server().host(), redis.server().port())) {
            HostAndPort address = new HostAndPort("127.0.0.1", toRedis.port());
            Stage stage = stage(database, address, OptionalInt.of(toPostgres.port()));
            ShownRun run = new ShownRun(
                            "view: cut off in turn", seed(), database, stage, new RedisFaults(redis)::address)
                    .losingNothing();
            List<Runnable> all = List.of(
                    run.fault("Redis cut off", () -> cutOff(toRedis)),
                    run.fault("Postgres cut off", () -> cutOff(toPostgres)));
            require(run, campaign -> Campaigns.faults(campaign, timesEach * all.size(), all));
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

    /** What befalls processes and no server. */
    final void onProcesses(String name, Function<Campaign, Report> program) {
        try (OwnRedis redis = OwnRedis.start()) {
            require(run(name, new RedisFaults(redis), 0).losingNothing(), program);
        }
    }

    /** A process ends at each failpoint; this one shows and repairs, too, so that there always is one that does. */
    final void failpoints(int timesEach, List<Failpoint> failpoints) {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            Database database = TestServers.postgres().freshDatabase();
            Stage there = stage(database, faults.address(), OptionalInt.empty());
            Parked.on(there, SOME_PARKED);
            ShownRun run =
                    new ShownRun("view: failpoints", seed(), database, PostgresStage.shownHere(there), faults::address);
            require(run, campaign -> {
                campaign.beforeEachFall(failpoint -> makeReady(run, faults, failpoint));
                campaign.afterEachFault(() -> {
                    Gate.open();
                    run.look();
                });
                return Campaigns.failpointsInTurn(campaign, timesEach, failpoints);
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

    /** What is written by hand runs nothing. */
    final void forged(int times) {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            Database database = TestServers.postgres().freshDatabase();
            Stage stage = stage(database, faults.address(), OptionalInt.empty());
            Parked.on(stage, SOME_PARKED);
            Forger forger = new Forger(database, faults::address, seed());
            ShownRun run = new ShownRun("view: forged", seed(), database, stage, faults::address)
                    .losingNothing()
                    .forging(forger::written);
            List<Runnable> all = List.of(run.fault("forged", forger::forge));
            require(run, campaign -> Campaigns.faults(campaign, times, all));
        }
    }

    private ShownRun run(String name, RedisFaults faults, int parked) {
        Database database = TestServers.postgres().freshDatabase();
        Stage stage = stage(database, faults.address(), OptionalInt.empty());
        Parked.on(stage, parked);
        return new ShownRun(name, seed(), database, stage, faults::address);
    }

    private Stage stage(Database database, HostAndPort redis, OptionalInt proxyPort) {
        return PostgresStage.shown(database, folder, ShownOpener.class, redis, proxyPort);
    }

    private static long seed() {
        return Long.getLong("campaign.seed", System.nanoTime());
    }

    private void require(ShownRun run, Function<Campaign, Report> program) {
        run.run(program).requireNoneWrong(soon);
    }
}
