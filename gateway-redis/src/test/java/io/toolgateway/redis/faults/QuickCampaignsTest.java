package io.toolgateway.redis.faults;

/** A few of each, in every build. */
class QuickCampaignsTest extends CampaignRuns {

    QuickCampaignsTest() {
        super(new Counts(7, 1, 2, 1, 20, 1));
    }
}
