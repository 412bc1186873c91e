package io.toolgateway.examples.supportdesk;

import static io.toolgateway.examples.supportdesk.People.ADAM;
import static io.toolgateway.examples.supportdesk.Told.journal;
import static io.toolgateway.examples.supportdesk.Told.recorded;
import static io.toolgateway.examples.supportdesk.Told.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.CallRecord;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("C")
@ExtendWith(Told.class)
class RefundStoriesTest {

    private static final String LARGE_REFUND = "refunded 900.00 dollars of ORD-20900 as REF-789";
    private static final String SMALL_REFUND = "refunded 120.50 dollars of ORD-20300 as REF-789";

    @Test
    @Tag("P7")
    @DisplayName("A refund under the threshold runs at once")
    void itIsOnRecordWithTheRuleThatAllowedIt(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed");
        assertThat(scene.outcomes().get(0).messageForModel()).startsWith("REF-789");
        assertThat(journal(scene)).containsExactly(SMALL_REFUND);
        assertThat(recorded(scene)).containsExactly("started", "executed");
        assertThat(Objects.requireNonNull(scene.record().get(0).decision()).rules())
                .containsExactly("refunds up to 500 pass");
    }

    @Test
    @Tag("A1")
    @Tag("A3")
    @Tag("P8")
    @DisplayName("A refund of 900 dollars waits for a supervisor and runs once")
    void theWholeTotalIsFilledInShownAndRefundedOnce(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "executed", "executed");
        assertThat(scene.outcomes().get(0).messageForModel())
                .contains("nothing has been changed yet")
                .contains("approval by supervisor");
        assertThat(scene.transcript().lines())
                .anySatisfy(line -> assertThat(line).contains("Sue").contains("amount 900;"));
        assertThat(journal(scene)).containsExactly(LARGE_REFUND);
        assertThat(recorded(scene)).containsExactly("parked", "approved", "claimed", "executed");
        assertThat(actors(scene))
                .containsExactly(
                        "policy:larger refunds need a supervisor@2026-11",
                        "user:sue",
                        "worker:desk-1",
                        "worker:desk-1");
    }

    @Test
    @Tag("A2")
    @DisplayName("A yes in the chat approves nothing")
    void aRepeatedCallIsAnsweredAsWaiting(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "pending", "pending");
        assertThat(scene.outcomes().get(1).call().replayed()).isTrue();
        assertThat(recorded(scene)).containsExactly("parked", "replayed");
        assertThat(journal(scene)).isEmpty();
    }

    @Test
    @Tag("A2")
    @DisplayName("Nobody approves their own large refund as an agent")
    void notEvenWithTheRole(Scene scene) {
        assertThat(refusal(scene)).isEqualTo(Refusal.OWN_REQUEST);
        assertThat(statuses(scene)).containsExactly("pending", "pending");
        assertThat(journal(scene)).isEmpty();
    }

    @Test
    @Tag("A2")
    @DisplayName("A supervisor confirms their own large refund")
    void theModelMayNotDoItAlone(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "executed");
        assertThat(scene.outcomes().get(0).messageForModel())
                .contains("the user's own confirmation in the application or approval by supervisor");
        assertThat(journal(scene)).containsExactly(LARGE_REFUND);
        assertThat(actors(scene)).contains("user:sue");
    }

    @Test
    @Tag("P5")
    @DisplayName("A refund over the order's total is refused")
    void theReasonNamesTheTotal(Scene scene) {
        assertThat(((Outcome.Denied) scene.outcomes().get(0)).code()).isEqualTo("amount_above_total");
        assertThat(scene.outcomes().get(0).messageForModel()).endsWith("the order's total is 300.00 dollars.");
        assertThat(recorded(scene)).containsExactly("refused");
        assertThat(journal(scene)).isEmpty();
    }

    @Test
    @Tag("P5")
    @DisplayName("An order that was refunded is not refunded again")
    void theOrderIsLookedAtBeforeAnythingIsParked(Scene scene) {
        assertThat(((Outcome.Denied) scene.outcomes().get(0)).code()).isEqualTo("already_refunded");
        assertThat(recorded(scene)).containsExactly("refused");
        assertThat(journal(scene)).isEmpty();
    }

    @Test
    @Tag("P10")
    @DisplayName("A key that the model sends is ignored")
    void theSystemMakesTheKey(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed");
        assertThat(journal(scene)).containsExactly(SMALL_REFUND);
        Map<?, ?> parameters = (Map<?, ?>) Objects.requireNonNull(
                CallRecord.of(scene.record().get(1)).members().get("parameters"));
        assertThat(parameters.get("idempotency_key"))
                .asString()
                .matches("[a-f0-9]{32}")
                .isNotEqualTo("0".repeat(32));
    }

    @Test
    @Tag("P10")
    @DisplayName("A request that is sent twice refunds once")
    void theRepeatIsAnsweredWithWhatWasDone(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed", "executed");
        assertThat(scene.outcomes().get(1).text())
                .isEqualTo(scene.outcomes().get(0).text());
        assertThat(scene.outcomes().get(1).call().replayed()).isTrue();
        assertThat(journal(scene)).containsExactly(SMALL_REFUND);
        assertThat(recorded(scene)).containsExactly("started", "executed", "replayed");
    }

    @Test
    @Tag("A3")
    @DisplayName("An approval of arguments that were not shown is refused")
    void theHashBindsTheApproval(Scene scene) {
        assertThat(refusal(scene)).isEqualTo(Refusal.WRONG_HASH);
        assertThat(statuses(scene)).containsOnly("pending");
        assertThat(recorded(scene)).containsExactly("parked", "parked");
        assertThat(journal(scene)).isEmpty();
    }

    @Test
    @Tag("E2")
    @Tag("E3")
    @DisplayName("An edit by hand before the execution survives")
    void theRefundIsStaleAndTheRecordSaysWhy(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "stale");
        assertThat(scene.desk().shop().orders().get("ORD-20900").status()).isEqualTo("exchanged");
        assertThat(journal(scene)).containsExactly("order ORD-20900 set to exchanged by hand");
        assertThat(recorded(scene)).containsExactly("parked", "approved", "claimed", "released", "failed");
        assertThat(Objects.requireNonNull(last(scene).standing()).reason()).isEqualTo(ReasonCode.STALE_STATE);
    }

    @Test
    @Tag("P2")
    @DisplayName("A tool is switched off and on at runtime")
    void whatIsApprovedWaitsAndWhatIsNewIsRefused(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "in_progress", "denied", "executed");
        assertThat(((Outcome.Denied) scene.outcomes().get(2)).code()).isEqualTo("tool_off");
        assertThat(journal(scene)).containsExactly(LARGE_REFUND);
    }

    @Test
    @Tag("P6")
    @Tag("E2")
    @DisplayName("A role taken away before the execution stops it")
    void theDirectoryIsAskedBeforeTheStart(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "failed");
        assertThat(((Outcome.Failed) scene.outcomes().get(1)).code()).isEqualTo("not_entitled");
        assertThat(Objects.requireNonNull(last(scene).standing()).reason()).isEqualTo(ReasonCode.NOT_ENTITLED);
        assertThat(journal(scene)).isEmpty();
    }

    @Test
    @Tag("A6")
    @DisplayName("Two refunds of one turn are approved as a unit")
    void theReadRunsAtOnceAndTheRestIsOneChain(Scene scene) {
        assertThat(statuses(scene)).containsExactly("executed", "pending", "pending", "executed", "executed");
        assertThat(scene.outcomes())
                .extracting(Outcome::callId)
                .containsExactly("call_1", "call_2", "call_3", "call_2", "call_3");
        assertThat(scene.reviews())
                .singleElement()
                .isInstanceOfSatisfying(
                        ReviewResult.Accepted.class,
                        accepted -> assertThat(accepted.item().steps()).hasSize(2));
        assertThat(journal(scene))
                .containsExactly(
                        "refunded 120.00 dollars of ORD-20120 as REF-789",
                        "refunded 900.00 dollars of ORD-20900 as REF-790");
        assertThat(scene.desk().gateway().approvals().pending(ADAM)).isEmpty();
    }

    @Test
    @Tag("A6")
    @DisplayName("One invalid call of a turn, and none of it runs")
    void eachCallHasItsOwnAnswer(Scene scene) {
        assertThat(statuses(scene)).containsExactly("denied", "invalid");
        assertThat(((Outcome.Denied) scene.outcomes().get(0)).code()).isEqualTo("turn_refused");
        assertThat(recorded(scene)).containsExactly("refused", "refused");
        assertThat(journal(scene)).isEmpty();
    }

    private static Refusal refusal(Scene scene) {
        return ((ReviewResult.Refused) scene.reviews().get(0)).refusal();
    }

    private static AuditEvent last(Scene scene) {
        return scene.record().get(scene.record().size() - 1);
    }

    private static List<String> actors(Scene scene) {
        return scene.record().stream()
                .map(event -> Objects.requireNonNull(event.standing()).actor())
                .toList();
    }
}
