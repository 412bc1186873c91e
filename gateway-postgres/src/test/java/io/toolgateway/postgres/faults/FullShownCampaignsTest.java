package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Campaigns;
import io.toolgateway.testkit.faults.Failpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As many of each as an issue is done with: {@code ./mvnw -Pcampaigns -pl gateway-postgres -am package}. */
@Tag("campaign")
class FullShownCampaignsTest extends ShownCampaignRuns {

    private static final int EACH_LOSS = 20;
    private static final int EACH_RESTART = 10;
    private static final int EACH_REFUSAL = 5;
    private static final Duration REFUSED = Duration.ofSeconds(5);
    private static final Duration GONE = Duration.ofSeconds(30);
    private static final int MANY_PARKED = 10_000;

    FullShownCampaignsTest() {
        super(Aftermaths.SOON);
    }

    @Test
    void whateverRedisIsToldToForgetIsShownAgain() {
        onRedis("view: losses", 0, EACH_LOSS, ShownCampaignRuns::losses);
    }

    @Test
    void tenThousandOpenProposalsAreShownAgainAsSoon() {
        onRedis(
                "view: 10,000 open",
                MANY_PARKED,
                EACH_LOSS,
                (run, faults) -> List.of(run.fault("FLUSHALL", faults::forgetsAll)));
    }

    @Test
    void aRedisThatComesBackAsItWasOrWithNothing() {
        onRedis("view: restarts", 0, EACH_RESTART, ShownCampaignRuns::restarts);
    }

    @Test
    void aRedisThatComesBackWithWhatItWroteDown() {
        restartsWithAof(EACH_RESTART);
    }

    @Test
    void aRedisThatTakesNothingOrIsGone() {
        onRedis("view: refusals", 0, EACH_REFUSAL, (run, faults) -> refusals(run, faults, REFUSED, GONE));
    }

    @Test
    void eachOfBothIsCutOffInTurn() {
        cutOffInTurn(20);
    }

    @Test
    void aReplicaThatIsBehindTakesOver() {
        failOvers(EACH_RESTART);
    }

    @Test
    void killedWorkersAndClientsLeaveNothingUnshown() {
        onProcesses("view: kill -9", campaign -> Campaigns.kills(campaign, 100));
    }

    @Test
    void workersStoppedBeyondTheirLeaseShowNothingLate() {
        onProcesses("view: SIGSTOP", campaign -> Campaigns.stops(campaign, 30));
    }

    @Test
    void aProcessThatEndsAtAnyFailpointLeavesNothingUnshown() {
        failpoints(10, List.of(Failpoint.values()));
    }

    @Test
    void whatIsWrittenByHandRunsNothing() {
        forged(200);
    }
}
