package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Failpoint;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A few of most, in CI; what befalls a Redis comes in one campaign, since to begin one takes longest. */
@Tag("slow")
class QuickShownCampaignsTest extends ShownCampaignRuns {

    private static final Duration REFUSED = Duration.ofSeconds(1);
    private static final Duration GONE = Duration.ofSeconds(3);

    /** CI is no place to measure in: how soon is for the full form. */
    QuickShownCampaignsTest() {
        super(Aftermaths.LONGEST);
    }

    @Test
    void whateverBefallsRedisTheViewIsSoonEqualAgain() {
        onRedis(
                "view: all of Redis",
                SOME_PARKED,
                1,
                (run, faults) -> Stream.of(
                                losses(run, faults), restarts(run, faults), refusals(run, faults, REFUSED, GONE))
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void eachOfBothIsCutOffInTurn() {
        cutOffInTurn(1);
    }

    @Test
    void aReplicaThatIsBehindTakesOver() {
        failOvers(1);
    }

    /** Where a process ends between the record and the view. */
    @Test
    void aProcessThatEndsInBetweenLeavesNothingUnshown() {
        failpoints(1, List.of(Failpoint.APPROVE_AFTER_COMMIT, Failpoint.FINISH_AFTER, Failpoint.RECONCILE_MID_BATCH));
    }

    @Test
    void whatIsWrittenByHandRunsNothing() {
        forged(10);
    }
}
