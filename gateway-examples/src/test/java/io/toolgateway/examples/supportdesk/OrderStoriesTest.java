package io.toolgateway.examples.supportdesk;

import static io.toolgateway.examples.supportdesk.People.ADAM;
import static io.toolgateway.examples.supportdesk.People.OTTO;
import static io.toolgateway.examples.supportdesk.Told.journal;
import static io.toolgateway.examples.supportdesk.Told.recorded;
import static io.toolgateway.examples.supportdesk.Told.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.CallRecord;
import io.toolgateway.audit.RequestRecord;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("C")
@ExtendWith(Told.class)
class OrderStoriesTest {

    @Test
    @Tag("P4")
    @DisplayName("A customer asks for an order of their own")
    void theDefaultIsAppliedAndTheStatusTold(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed");
        assertThat(scene.outcomes().get(0).text())
                .contains("\"data\":{\"order_id\":\"ORD-12345\",\"status\":\"pending\",\"shipped\":false}");
        assertThat(recorded(scene)).containsExactly("read_started", "read_finished");
        assertThat(parameters(scene.record().get(1)))
                .isEqualTo(Map.of("order_id", "ORD-12345", "include_tracking", false));
    }

    @Test
    @Tag("P5")
    @DisplayName("Another customer's order and an absent one get one answer")
    void nothingTellsThemApart(Scene scene) {
        assertThat(statuses(scene)).containsExactly("denied", "denied");
        assertThat(scene.outcomes().get(0).text())
                .isEqualTo(scene.outcomes().get(1).text());
        assertThat(recorded(scene)).containsExactly("refused", "refused");
    }

    @Test
    @Tag("P4")
    @DisplayName("A malformed order id is corrected by the model")
    void theMessageSaysWhereAndWhatIsExpected(Scene scene) {
        assertThat(statuses(scene)).containsExactly("invalid", "executed");
        assertThat(scene.outcomes().get(0).messageForModel())
                .endsWith("Correct them and call again: /order_id: must match the pattern ^ORD-[0-9]{5}$");
        assertThat(recorded(scene)).containsExactly("refused", "read_started", "read_finished");
    }

    @Test
    @Tag("O1")
    @Tag("O2")
    @DisplayName("A customer's order has not shipped: a ticket instead of a refund")
    void oneRequestIdConnectsTheReadAndTheTicket(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed", "executed");
        assertThat(scene.outcomes().get(1).messageForModel()).isEqualTo("Ticket TKT-789 is open.");
        assertThat(journal(scene)).containsExactly("opened TKT-789 (refund_request) about ORD-12345");
        List<CallRecord> calls = scene.record().stream()
                .filter(event -> event.execution() != null)
                .map(CallRecord::of)
                .toList();
        assertThat(calls)
                .extracting(call -> call.members().get("tool_name"))
                .containsExactly("get_order_status", "create_support_ticket");
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.members())
                        .containsEntry("request_id", "req_abc123")
                        .containsEntry("user_id", "user_456")
                        .containsEntry("user_role", "customer")
                        .containsEntry("ip_address", "203.0.113.7")
                        .containsEntry("result", "success")
                        .containsKeys("timestamp", "parameters", "execution_time_ms"));
        Map<String, @Nullable Object> record =
                RequestRecord.of(scene.record()).orElseThrow().members();
        assertThat(record)
                .containsOnlyKeys(
                        "request_id",
                        "user_id",
                        "user_role",
                        "query",
                        "tool_calls",
                        "total_execution_time_ms",
                        "timestamp")
                .doesNotContainValue(null)
                .containsEntry("query", "Check ORD-12345. If it has not shipped, I want my money back.");
        assertThat(Json.asArray(Objects.requireNonNull(record.get("tool_calls"))))
                .hasSize(2)
                .allSatisfy(call -> assertThat(Json.asObject(Objects.requireNonNull(call)))
                        .containsEntry("result", "success")
                        .containsKey("tool")
                        .hasEntrySatisfying(
                                "parameters", given -> assertThat(given).isInstanceOf(Map.class))
                        .hasEntrySatisfying(
                                "execution_time_ms", took -> assertThat(took).isInstanceOf(Number.class)));
    }

    @Test
    @Tag("P5")
    @DisplayName("A customer may not refund")
    void theRefusalIsOnRecordAndNothingHappens(Scene scene) {
        assertThat(statuses(scene)).containsExactly("denied");
        assertThat(((Outcome.Denied) scene.outcomes().get(0)).code()).isEqualTo("not_permitted");
        assertThat(journal(scene)).isEmpty();
        assertThat(CallRecord.of(scene.record().get(0)).members())
                .containsEntry("result", "failure")
                .containsEntry("error_kind", "authorization")
                .containsEntry("error_code", "not_permitted");
    }

    @Test
    @Tag("P5")
    @Tag("O1")
    @DisplayName("A customer changes an account, their own only")
    void theOwnAccountIsChangedAndTheAddressIsNotOnRecord(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed", "denied");
        assertThat(journal(scene)).containsExactly("updated the account of user_456");
        assertThat(scene.desk().shop().accounts().find("user_456").orElseThrow().fields())
                .containsEntry("email", "s@example.org");
        assertThat(scene.record())
                .hasSize(3)
                .allSatisfy(event -> assertThat(CallRecord.of(event).toJson()).doesNotContain("example.org"));
    }

    @Test
    @Tag("P3")
    @DisplayName("Stock is told to agents only")
    void customersMayNotLookAtTheWarehouse(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed", "denied");
        assertThat(scene.outcomes().get(0).text()).contains("\"data\":{\"in_stock\":42}");
    }

    @Test
    @Tag("P6")
    @DisplayName("Another tenant sees, approves and reads nothing")
    void noWayLeadsAcrossTenants(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "denied");
        assertThat(scene.reviews()).containsExactly(new ReviewResult.NotFound());
        assertThat(scene.desk().gateway().approvals().count(OTTO, 9)).isZero();
        assertThat(scene.desk()
                        .gateway()
                        .outcome(Objects.requireNonNull(scene.outcomes().get(0).proposalId()), OTTO))
                .isEmpty();
        assertThat(recorded(scene)).containsExactly("refused");
        assertThat(scene.desk().gateway().timeline("req_28", ADAM))
                .extracting(event -> event.type().text())
                .containsExactly("parked");
        assertThat(journal(scene)).isEmpty();
    }

    @Test
    @Tag("E7")
    @DisplayName("A handler breaks off: unknown is told as unknown")
    void itIsNeitherRepeatedNorToldAsDoneOrFailed(Scene scene) {
        assertThat(statuses(scene)).containsExactly("unknown");
        assertThat(scene.outcomes().get(0).messageForModel())
                .contains("it is not known whether it happened")
                .contains("Do not call it again");
        assertThat(scene.desk().shop().tickets().all()).hasSize(1);
        AuditEvent last = scene.record().get(scene.record().size() - 1);
        assertThat(Objects.requireNonNull(last.standing()).reason()).isEqualTo(ReasonCode.OUTCOME_UNKNOWN);
        assertThat(CallRecord.of(last).members()).containsEntry("effect", "possible");
    }

    @Test
    @Tag("P2")
    @DisplayName("Tools that a mail talks of do not exist")
    void whatIsNotOnTheListIsRefused(Scene scene) {
        assertThat(scene.outcomes())
                .allSatisfy(
                        outcome -> assertThat(((Outcome.Denied) outcome).code()).isEqualTo("unknown_tool"))
                .hasSize(2);
        assertThat(recorded(scene)).containsExactly("refused", "refused");
        assertThat(journal(scene)).isEmpty();
    }

    private static Object parameters(AuditEvent event) {
        return Objects.requireNonNull(CallRecord.of(event).members().get("parameters"));
    }
}
