package io.toolgateway.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The support desk on Postgres, and then the auditor. */
@Tag("O2")
@Tag("O5")
class AuditTrailTest {

    @Test
    void whatIsOnRecordOfARequestIsShownAndVerifiedAndAChangeIsFound() throws SQLException {
        String store = "--store=" + OnPostgres.freshAddress();
        Ended told = Ended.program(store);
        assertThat(told.err()).isEmpty();
        assertThat(told.code()).isZero();
        assertThat(told.out().lines()).contains("30. " + Stories.ALL.get(29).title());

        Ended intact = Ended.program(store, "--audit=req_9");
        assertThat(intact.code()).isZero();
        assertThat(intact.out().lines())
                .contains("Request: req_9", "User: adam [support_agent]", "The record is as it was written.");
        assertThat(intact.out())
                .containsSubsequence("parked", "ORD-20900", "approved", "by user:sue", "claimed", "executed", "success")
                .contains("process_refund: require_approval by the rule \"larger refunds need a supervisor\"")
                .contains("not sealed yet 0");

        assertThat(Ended.program(store, "--audit=req_nobody").out())
                .startsWith("Nothing is on record of this request.");

        execute(store.substring("--store=".length()), """
                SET session_replication_role = replica;
                UPDATE support_desk.tool_call_events SET actor = 'user:tom'
                WHERE request_id = 'req_9' AND type = 'approved'""");
        Ended changed = Ended.program(store, "--audit=req_9");
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out())
                .contains("by user:tom")
                .contains("THE RECORD IS NOT AS IT WAS WRITTEN")
                .contains("EVENT_CHANGED event ");
    }

    @Test
    void aWrongOptionAndADatabaseThatIsNotThereAreToldInALine() {
        Ended wrong = Ended.program("--store=localhost");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err().lines()).singleElement().asString().startsWith("The option store ");
        Ended absent = Ended.program("--store=jdbc:postgresql://127.0.0.1:1/none?user=ann");
        assertThat(absent.code()).isEqualTo(2);
        assertThat(absent.err().lines()).singleElement().asString().contains("cannot be used: ");
        Ended untold = Ended.program("--store=" + OnPostgres.freshAddress(), "--audit=req_9");
        assertThat(untold.code()).isEqualTo(2);
        assertThat(untold.err().lines()).singleElement().asString().contains("cannot be used: ");
    }

    private static void execute(String url, String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }
}
