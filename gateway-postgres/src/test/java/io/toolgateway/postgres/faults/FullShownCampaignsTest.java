package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Failpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** As many of each as an issue is done with: {@code ./mvnw -Pcampaigns -pl gateway-postgres -am package}. */
@Tag("campaign")
class FullShownCampaignsTest extends ShownCampaignRuns {

    FullShownCampaignsTest() {
        super(
                new Counts(
                        20, 10, 10, 5, Duration.ofSeconds(5), Duration.ofSeconds(30), 20, 100, 10, 30, 200, 10_000, 20),
                List.of(Failpoint.values()));
    }
}
