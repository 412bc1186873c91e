package io.toolgateway.examples.supportdesk;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same stories, and the record is on Postgres. */
@Tag("S3")
class CancelStoriesOnPostgresTest extends CancelStoriesTest implements OnPostgres {

    @Test
    @Override
    @Disabled("nobody lets a day pass on the clock of a database")
    void theSweeperEndsIt(Scene scene) {}
}
