package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.live.Committed;
import io.toolgateway.live.Projection;
import io.toolgateway.live.RecordPosition;
import io.toolgateway.live.Touched;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.redis.ViewRepairs;
import io.toolgateway.testkit.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is shown beside the record, and how what was lost comes back (PROTOCOL 2.6, I10, I13). */
@Tag("S4")
class LiveViewTest {

    private static TestDatabase database;
    private ViewUnderTest desk;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void open() {
        desk = new ViewUnderTest(database);
        desk.repair.step();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void whatIsCommittedIsShownInTheSameRequest() {
        Proposal parked = desk.shown().insert(aRefund());
        assertThat(desk.store.countPending(ANN.tenant())).isEqualTo(1);
        desk.requireEqual();

        Proposal approved = desk.shown().made(parked, Changes.approve(parked, SAM));
        assertThat(desk.store.countPending(ANN.tenant())).isZero();
        assertThat(desk.hints()).isEqualTo(1);
        desk.requireEqual();

        Proposal running = desk.shown().claim(1).get(0).proposal();
        desk.requireEqual();
        desk.shown().made(running, Changes.finish(running));

        desk.requireEqual();
        assertThat(desk.isShown()).isEmpty();
        assertThat(desk.logged(approved.id())).containsExactly("pending", "approved", "executed");
    }

    @Test
    @Tag("S2")
    void anEntryOfTheLogHasTheFieldsOfTheSpecification() {
        Proposal parked = desk.shown().insert(aRefund().showing("{\"amount\":\"(hidden)\"}"));

        assertThat(desk.log().get(0).getFields())
                .containsEntry("tool_name", "process_refund")
                .containsEntry("tool_args", "{\"amount\":\"(hidden)\"}")
                .containsEntry("triggered_by", parked.triggeredBy())
                .containsEntry("conversation_id", "conv-1")
                .containsEntry("valid_until", String.valueOf(parked.validUntil().getEpochSecond()))
                .containsEntry("status", "pending")
                .containsEntry("proposal_id", parked.id().toString())
                .containsEntry("version", "1")
                .containsEntry("tenant_id", ANN.tenant().value())
                .containsEntry("request_id", "req-1")
                .containsEntry("created_at", parked.createdAt().toString())
                .containsEntry("v", "1")
                .hasSize(12);
    }

    @Test
    void whatNobodyIsAskedAboutIsNotShown() {
        desk.shown().insert(aTicket().allowed());

        assertThat(desk.isShown()).isEmpty();
        assertThat(desk.log()).isEmpty();
    }

    @Test
    void aHeartbeatChangesNothingThatIsShown() {
        Proposal running = desk.shown().running(aRefund());
        long entries = desk.log().size();

        desk.shown().made(running, Changes.heartbeat(running));

        assertThat(desk.log()).hasSize((int) entries);
        desk.requireEqual();
    }

    @Test
    void whatAProcessDiedBeforeShowingIsFound() {
        Proposal parked = desk.lost().insert(aRefund());
        desk.lost().approved(aTicket(), SAM);
        assertThat(desk.isShown()).isEmpty();

        desk.repair.step();

        desk.requireEqual();
        assertThat(desk.logged(parked.id())).containsExactly("pending");
        assertThat(desk.view.repairs()).isEqualTo(new ViewRepairs(1, 3, 0));
    }

    @Test
    void theLogMissesNoStatusOfWhatWasLostInBetween() {
        Proposal parked = desk.shown().insert(aRefund());
        desk.lost().made(parked, Changes.approve(parked, SAM));

        // The one before it is not there yet: it waits for its turn.
        Proposal running = desk.shown().claim(1).get(0).proposal();
        desk.shown().made(running, Changes.finish(running));
        assertThat(desk.logged(parked.id())).containsExactly("pending");

        desk.repair.step();
        assertThat(desk.logged(parked.id())).containsExactly("pending", "approved", "executed");
        desk.requireEqual();
    }

    @Test
    void everyChangeIsLoggedOnceHoweverOftenItIsLookedAt() {
        Proposal running = desk.shown().running(aRefund());
        desk.lost().made(running, Changes.finish(running));
        desk.repair.step();
        desk.repair.step();
        desk.shown().insert(aTicket());
        desk.repair.step();

        assertThat(desk.logged(running.id())).containsExactly("pending", "approved", "executed");
    }

    @Test
    void anEmptyRedisIsFilledWithWhatIsOpen() {
        Proposal parked = desk.shown().insert(aRefund());
        Proposal over = desk.shown().running(aTicket());
        desk.shown().made(over, Changes.finish(over));
        Proposal approved = desk.shown().approved(aTicket(), SAM);
        desk.keys.lose();

        desk.repair.step();

        desk.requireEqual();
        assertThat(desk.logged(parked.id())).containsExactly("pending");
        assertThat(desk.logged(approved.id())).containsExactly("approved");
        assertThat(desk.hints()).as("what is ready is said again").isEqualTo(1);
        assertThat(desk.view.repairs().madeAnew()).isEqualTo(2);
    }

    @Test
    void aNumberIsTheRecordsWhileTheViewIsNotWhole() {
        desk.shown().insert(aRefund());
        desk.keys.lose();
        desk.shown().insert(aTicket());

        assertThat(desk.view.pending(ANN.tenant())).isEmpty();
        assertThat(desk.store.countPending(ANN.tenant())).isEqualTo(2);
    }

    @Test
    void aServerThatFellBackIsBroughtForward() {
        Proposal parked = desk.shown().insert(aRefund());
        Proposal other = desk.shown().insert(aTicket());
        desk.repair.step();
        Map<String, byte[]> saved = desk.keys.saved();
        Proposal approved = desk.shown().made(parked, Changes.approve(parked, SAM));
        desk.shown().made(other, Changes.reject(SAM));
        desk.shown().insert(aRefund());
        desk.repair.step();

        desk.keys.fallBackTo(saved);
        // Shown against what is there: what is missing in between is not passed over.
        Proposal running = desk.shown().claim(1).get(0).proposal();
        desk.repair.step();

        desk.requireEqual();
        assertThat(desk.logged(approved.id())).containsExactly("pending", "approved");
        assertThat(desk.logged(other.id())).containsExactly("pending", "rejected");
        assertThat(running.id()).isEqualTo(approved.id());
    }

    @Test
    void whatComesLateBringsNothingBackThatIsOver() {
        String epoch = desk.view.epoch();
        Proposal parked = desk.lost().insert(aRefund());
        desk.repair.step();
        desk.lost().made(parked, Changes.reject(SAM));
        desk.repair.step();

        // Its process stood still between its commit and this.
        desk.view.show(epoch, of(parked));

        assertThat(desk.isShown()).isEmpty();
        assertThat(desk.logged(parked.id())).containsExactly("pending", "rejected");
    }

    @Test
    void whatIsOfAnEpochThatIsOverIsNotShown() {
        String epoch = desk.view.epoch();
        Proposal parked = desk.lost().insert(aRefund());
        desk.lost().made(parked, Changes.reject(SAM));
        desk.keys.lose();
        desk.repair.step();

        desk.view.show(epoch, of(parked));

        assertThat(desk.isShown()).isEmpty();
    }

    private static Committed of(Proposal proposal) {
        return new Committed(List.of(Projection.of(proposal)), List.of());
    }

    @Test
    void anotherRecordIsAnotherView() {
        Proposal parked = desk.shown().insert(aRefund());
        // As where an older copy took over: this one is behind what was shown.
        database.execute("UPDATE " + database.schema() + ".tool_call_sealing SET shift = shift + 1");
        Proposal rejected = desk.lost().made(parked, Changes.reject(SAM));

        desk.repair.step();

        desk.requireEqual();
        assertThat(desk.isShown()).doesNotContainKey(rejected.id().toString());
        database.execute("UPDATE " + database.schema() + ".tool_call_sealing SET shift = 0");
    }

    @Test
    void aLogThatWasDeletedBeginsAgainWithWhatIsOpen() {
        Proposal parked = desk.shown().insert(aRefund());
        desk.redis().del(desk.key("pending_tool_calls"));
        desk.shown().insert(aTicket());

        desk.repair.step();

        assertThat(desk.logged(parked.id())).containsExactly("pending");
        desk.requireEqual();
    }

    @Test
    void aLogThatIsEmptyWasNotLost() {
        desk.repair.step();
        desk.repair.step();

        assertThat(desk.view.repairs()).isEqualTo(new ViewRepairs(1, 0, 0));
    }

    @Test
    void damageThatNoChangeTellsOfIsFoundByComparing() {
        desk.shown().insert(aRefund());
        Proposal two = desk.shown().insert(aTicket());
        Proposal three = desk.shown().approved(aTicket(), SAM);
        String first =
                desk.redis().zrange(desk.key("tool_calls:view:waiting"), 0, 0).get(0);
        desk.redis().zrem(desk.key("tool_calls:view:waiting"), first);
        String ghost = first.substring(0, first.length() - 36) + UUID.randomUUID();
        desk.redis().zadd(desk.key("tool_calls:view:unfinished"), 1, ghost);
        desk.repair.step();
        assertThat(desk.isShown()).isNotEqualTo(desk.isRecorded());

        desk.repairs(Duration.ofNanos(1)).step();

        desk.requireEqual();
        assertThat(desk.isShown())
                .hasSize(3)
                .containsKeys(two.id().toString(), three.id().toString());
    }

    @Test
    void oneOfAllProcessesRepairs() {
        StepScheduler second = new StepScheduler();
        PostgresProposalStore other = PostgresProposalStore.on(database.pool())
                .in(database.schema())
                .shownOn(desk.another(second))
                .build();
        desk.lost().insert(aRefund());

        second.step();
        assertThat(desk.isShown()).as("it is the first one's turn").isEmpty();
        desk.repair.step();
        desk.requireEqual();
        other.close();
    }

    @Test
    void aViewFollowsOneRecord() {
        assertThatThrownBy(() -> PostgresProposalStore.on(database.pool())
                        .in(database.schema())
                        .shownOn(desk.view)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a live view follows one record, once");
    }

    @Test
    void whatIsReadyIsSaidAgainUntilItIsTaken() {
        desk.lost().approved(aTicket(), SAM);
        desk.repair.step();
        assertThat(desk.hints()).isEqualTo(1);
        for (int again = 0; again < 4; again++) {
            desk.repair.step();
        }
        assertThat(desk.hints()).isEqualTo(2);

        desk.lost().claim(1);
        for (int again = 0; again < 5; again++) {
            desk.repair.step();
        }
        assertThat(desk.hints()).isEqualTo(2);
    }

    @Test
    void whatNobodyMayTakeIsNotSaidAgain() {
        desk.lost().approved(aTicket(), SAM);
        desk.lost().approvedChain(SAM, aRefund(), aRefund());
        desk.store.switches().off("create_support_ticket", null, "ops");
        desk.lost().claim(1);
        long before = desk.hints();

        desk.repair.step();

        assertThat(desk.hints()).isEqualTo(before);
    }

    @Test
    void theApplicationsRoleMayFollow() {
        Proposal parked = desk.lost().insert(aRefund());
        try (TestRole role = TestRole.create(database, DatabaseRole.APPLICATION);
                HikariDataSource pool = role.pool()) {
            Feed feed = new Feed(new Sql(database.schema(), HostIds.TEXT), new Transactions(pool));
            RecordPosition now = feed.position();
            List<Touched> touched = new ArrayList<>();

            feed.touched("1:1:", now.point(), touched::addAll);

            assertThat(touched).containsExactly(new Touched(parked.id(), parked.tenant(), 1));
            assertThat(feed.open(null, 10)).containsExactly(Projection.of(parked));
            assertThat(feed.since(Map.of(parked.id(), 0L))).containsExactly(Projection.of(parked));
            assertThat(feed.standing(List.of(parked.id()))).containsExactly(Projection.of(parked));
        }
    }
}
