package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.State;
import io.toolgateway.store.StoreException;
import io.toolgateway.stored.ProposalForm;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An update writes what its move changes, all of it and nothing else. */
@Tag("S3")
class StatePartTest {

    private TestDatabase database;
    private PostgresProposalStore store;
    private Scenario scenario;

    @BeforeEach
    void create() {
        database = TestDatabase.create(HostIds.TEXT);
        store = PostgresProposalStore.on(database.pool()).build();
        scenario = new Scenario(store);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void whatWorkersDoWritesNothingOfTheReview() throws SQLException {
        Proposal approved = scenario.approved(aRefund(), SAM);
        refuseUpdatesOf(StatePart.REVIEW);

        Proposal running = scenario.made(approved, Changes.claim("worker-1"));
        Proposal done = scenario.made(running, Changes.finish(running));

        assertThat(scenario.now(done)).isEqualTo(done);
        assertThat(done.status()).isEqualTo(ProposalStatus.EXECUTED);
        assertThat(done.state().review()).isEqualTo(approved.state().review());
    }

    @Test
    void anApprovalWritesTheReview() throws SQLException {
        Proposal parked = scenario.insert(aRefund());
        refuseUpdatesOf(StatePart.REVIEW);

        assertThatThrownBy(() -> scenario.made(parked, Changes.approve(parked, SAM)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("TG008");
    }

    /** A component that no part stands for would never be written again. */
    @Test
    void everyComponentOfAStateIsOfAPart() {
        Set<String> components = Arrays.stream(State.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());

        assertThat(components)
                .containsExactlyInAnyOrder(
                        // written always
                        "status",
                        "reason",
                        "version",
                        "lastTransition",
                        // compared
                        "review",
                        "progress",
                        "execution",
                        "resolution");
    }

    @Test
    void everyValueOfAStateHasItsColumn() {
        Proposal running = scenario.running(aRefund());
        Proposal done = scenario.made(running, Changes.finish(running));
        Set<String> written = new HashSet<>(ProposalForm.state(done).keySet());
        written.remove("id");

        assertThat(StatePart.all().map(Column::name)).containsAll(written).doesNotHaveDuplicates();
        assertThat(ProposalColumns.CONTENT_COLUMNS.stream().map(Column::name))
                .containsAll(ProposalForm.content(done).keySet())
                .doesNotHaveDuplicates();
    }

    private void refuseUpdatesOf(StatePart part) throws SQLException {
        String columns = part.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER refused BEFORE UPDATE OF " + columns
                    + " ON tool_gateway.tool_call_proposals FOR EACH ROW"
                    + " EXECUTE FUNCTION tool_gateway.tool_call_refuse('refused', 'TG008')");
        }
    }
}
