package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Failpoint;
import java.time.Duration;
import java.util.List;

/** A few of each, in every build. */
class QuickShownCampaignsTest extends ShownCampaignRuns {

    /** Those where a process ends between the record and the view. */
    private static final List<Failpoint> BETWEEN = List.of(
            Failpoint.PROPOSE_AFTER_COMMIT,
            Failpoint.APPROVE_AFTER_COMMIT,
            Failpoint.FINISH_AFTER,
            Failpoint.RECONCILE_MID_BATCH);

    QuickShownCampaignsTest() {
        super(new Counts(1, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(3), 1, 3, 1, 2, 10, 1_000, 1), BETWEEN);
    }
}
