package io.toolgateway.postgres.faults;

/** A few of each, in every build. */
class QuickCampaignsTest extends CampaignRuns {

    QuickCampaignsTest() {
        super(new Counts(7, 1, 3, 1, 20, 2));
    }
}
