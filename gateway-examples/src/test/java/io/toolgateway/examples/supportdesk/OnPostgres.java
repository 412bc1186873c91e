package io.toolgateway.examples.supportdesk;

import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;

/** Of tests whose stories are told on Postgres. */
interface OnPostgres {

    /** One store for all of them. */
    static ProposalStore store() {
        return Shared.STORE;
    }

    /** The address of a new database, as a user would write it. */
    static String freshAddress() {
        Database database = TestServers.postgres().freshDatabase();
        String separator = database.jdbcUrl().contains("?") ? "&" : "?";
        return database.jdbcUrl() + separator + "user=" + database.user() + "&password=" + database.password();
    }

    /** Made when first asked for, and there as long as the JVM. */
    final class Shared {
        private static final ProposalStore STORE = new PostgresRecord(freshAddress()).store();

        private Shared() {}
    }
}
