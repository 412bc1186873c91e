package io.toolgateway.postgres.faults;

import org.junit.jupiter.api.Tag;

/** A few of each, whenever CI builds. */
@Tag("slow")
class QuickCampaignsTest extends CampaignRuns {

    QuickCampaignsTest() {
        super(new Counts(7, 1, 3, 1, 20, 2));
    }
}
