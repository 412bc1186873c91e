package io.toolgateway.redis.faults;

import org.junit.jupiter.api.Tag;

/** A few of each, in CI. */
@Tag("slow")
class QuickCampaignsTest extends CampaignRuns {

    QuickCampaignsTest() {
        super(new Counts(7, 1, 2, 1, 20, 1));
    }
}
