package io.toolgateway.redis.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.faults.Campaign;
import io.toolgateway.testkit.faults.Campaigns;
import io.toolgateway.testkit.faults.CommitCutter;
import io.toolgateway.testkit.faults.Report;
import io.toolgateway.testkit.faults.Stage;
import io.toolgateway.testkit.faults.TcpProxy;
import io.toolgateway.testkit.server.OwnRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The campaigns against real processes on a real Redis that writes every answer down first. Each prints a line; its chances follow
 * from the seed in it, which {@code -Dcampaign.seed} sets.
 */
@Tag("S2")
abstract class CampaignRuns {

    /** Longer than any answer is waited for. */
    private static final Duration BLACK_HOLE = Duration.ofMillis(1_500);

    @TempDir
    Path folder;

    private final Counts counts;
    private OwnRedis redis;

    CampaignRuns(Counts counts) {
        this.counts = counts;
    }

    /** How many faults of each kind. */
    record Counts(int kills, int eachFailpoint, int stops, int restarts, int cuts, int blackHoles) {}

    @BeforeEach
    void start() {
        redis = OwnRedis.start("--appendonly", "yes", "--appendfsync", "always");
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void killedWorkersAndClientsLoseAndRepeatNothing() {
        run("redis: kill -9", stage(), campaign -> Campaigns.kills(campaign, counts.kills()));
    }

    @Test
    void aProcessThatEndsAtAnyFailpointLosesAndRepeatsNothing() {
        run("redis: failpoints", stage(), campaign -> Campaigns.failpoints(campaign, counts.eachFailpoint()));
    }

    @Test
    void workersStoppedBeyondTheirLeaseDoNoHarm() {
        run("redis: SIGSTOP", stage(), campaign -> Campaigns.stops(campaign, counts.stops()));
    }

    @Test
    void aServerThatIsKilledAndComesBackHasLostNothing() {
        run(
                "redis: restarts",
                stage(),
                campaign -> Campaigns.restarts(campaign, counts.restarts(), List.of(redis::kill), redis::restart));
    }

    @Test
    void aScriptWhoseAnswerIsCutIsSettled() {
        CommitCutter cutter = new CommitCutter(seed(), ScriptCommits::new);
        try (TcpProxy proxy = new TcpProxy(redis.server().host(), redis.server().port(), cutter::watch)) {
            run(
                    "redis: cut scripts",
                    stage().through("127.0.0.1:" + proxy.port()),
                    campaign -> Campaigns.cuts(campaign, counts.cuts(), cutter));
        }
    }

    @Test
    void aBlackHoleHoldsNobodyForEver() {
        try (TcpProxy proxy = new TcpProxy(
                redis.server().host(), redis.server().port(), () -> (bytes, length) -> TcpProxy.Verdict.PASS)) {
            run(
                    "redis: black holes",
                    stage().through("127.0.0.1:" + proxy.port()),
                    campaign -> Campaigns.blackHoles(campaign, counts.blackHoles(), proxy, BLACK_HOLE));
        }
    }

    private Stage stage() {
        String address = redis.server().host() + ":" + redis.server().port();
        return new Stage(own(), RedisOpener.class, address, address, new EventChains(address)::faults);
    }

    private Path own() {
        try {
            return Files.createTempDirectory(folder, "campaign");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long seed() {
        return Long.getLong("campaign.seed", System.nanoTime());
    }

    private void run(String name, Stage stage, Function<Campaign, Report> program) {
        try (Campaign campaign = new Campaign(name, stage, seed())) {
            Report report = program.apply(campaign);
            System.out.println(report.line());
            assertThat(report.violations()).as(report.line()).isEmpty();
            assertThat(report.starts()).as("handlers that began").isPositive();
        }
    }
}
