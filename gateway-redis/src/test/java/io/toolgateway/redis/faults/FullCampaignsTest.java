package io.toolgateway.redis.faults;

import org.junit.jupiter.api.Tag;

/** As many of each as for a release: {@code ./mvnw -Pcampaigns -pl gateway-redis -am package}. */
@Tag("campaign")
class FullCampaignsTest extends CampaignRuns {

    FullCampaignsTest() {
        super(new Counts(200, 20, 30, 10, 500, 20));
    }
}
