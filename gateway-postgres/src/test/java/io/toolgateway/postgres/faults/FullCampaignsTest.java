package io.toolgateway.postgres.faults;

import org.junit.jupiter.api.Tag;

/** As many of each as an issue is done with: {@code ./mvnw -Pcampaigns -pl gateway-postgres -am package}. */
@Tag("campaign")
class FullCampaignsTest extends CampaignRuns {

    FullCampaignsTest() {
        super(new Counts(200, 20, 30, 10, 500, 20));
    }
}
