package io.toolgateway.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.faults.Campaign;
import io.toolgateway.testkit.faults.Campaigns;
import io.toolgateway.testkit.faults.CommitCutter;
import io.toolgateway.testkit.faults.Report;
import io.toolgateway.testkit.faults.Stage;
import io.toolgateway.testkit.faults.TcpProxy;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.OwnPostgres;
import io.toolgateway.testkit.server.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The campaigns against real processes on a real Postgres. Each prints a line; its chances follow from the seed in it, which
 * {@code -Dcampaign.seed} sets.
 */
@Tag("S1")
abstract class CampaignRuns {

    /** Longer than any answer is waited for. */
    private static final Duration BLACK_HOLE = Duration.ofMillis(1_500);

    @TempDir
    Path folder;

    private final Counts counts;

    CampaignRuns(Counts counts) {
        this.counts = counts;
    }

    /** How many faults of each kind. */
    record Counts(int kills, int eachFailpoint, int stops, int restarts, int cuts, int blackHoles) {}

    @Test
    void killedWorkersAndClientsLoseAndRepeatNothing() {
        run("kill -9", stage(), campaign -> Campaigns.kills(campaign, counts.kills()));
    }

    @Test
    void aProcessThatEndsAtAnyFailpointLosesAndRepeatsNothing() {
        run("failpoints", stage(), campaign -> Campaigns.failpoints(campaign, counts.eachFailpoint()));
    }

    @Test
    void workersStoppedBeyondTheirLeaseDoNoHarm() {
        run("SIGSTOP", stage(), campaign -> Campaigns.stops(campaign, counts.stops()));
    }

    @Test
    void aServerThatIsKilledAndComesBackHasLostNothing() {
        try (OwnPostgres postgres = OwnPostgres.start()) {
            run(
                    "restarts",
                    PostgresStage.on(postgres.freshDatabase(), folder),
                    campaign -> Campaigns.restarts(
                            campaign,
                            counts.restarts(),
                            List.of(postgres::kill, postgres::stopImmediate, postgres::stopFast),
                            postgres::restart));
        }
    }

    @Test
    void aCommitWhoseAnswerIsCutIsSettled() {
        Database database = TestServers.postgres().freshDatabase();
        CommitCutter cutter = new CommitCutter(seed(), () -> new ClientMessages()::commits);
        Addresses straight = Addresses.of(database);
        try (TcpProxy proxy = new TcpProxy(straight.host(), straight.port(), cutter::watch)) {
            run(
                    "cut commits",
                    PostgresStage.through(database, proxy.port(), folder),
                    campaign -> Campaigns.cuts(campaign, counts.cuts(), cutter));
        }
    }

    @Test
    void aBlackHoleHoldsNobodyForEver() {
        Database database = TestServers.postgres().freshDatabase();
        Addresses straight = Addresses.of(database);
        try (TcpProxy proxy =
                new TcpProxy(straight.host(), straight.port(), () -> (bytes, length) -> TcpProxy.Verdict.PASS)) {
            run(
                    "black holes",
                    PostgresStage.through(database, proxy.port(), folder),
                    campaign -> Campaigns.blackHoles(campaign, counts.blackHoles(), proxy, BLACK_HOLE));
        }
    }

    private Stage stage() {
        return PostgresStage.on(TestServers.postgres().freshDatabase(), folder);
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
