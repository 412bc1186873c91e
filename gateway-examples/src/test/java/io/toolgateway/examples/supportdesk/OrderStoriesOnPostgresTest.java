package io.toolgateway.examples.supportdesk;

import org.junit.jupiter.api.Tag;

/** The same stories, and the record is on Postgres. */
@Tag("S3")
class OrderStoriesOnPostgresTest extends OrderStoriesTest implements OnPostgres {}
