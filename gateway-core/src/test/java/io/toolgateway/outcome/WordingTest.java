package io.toolgateway.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.schema.Violation;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden texts for the model: no outcome but executed is ever worded as done. */
@Tag("P8")
@Tag("A29")
class WordingTest {

    private static final Answered CALL =
            new Answered("call_1", "refund", ProposalId.of("01980000-0000-7000-8000-000000000001"), false);
    private static final Instant UNTIL = Instant.parse("2026-11-21T14:00:00.123456Z");

    static Stream<Outcome> notDone() {
        return Stream.of(
                new Outcome.InProgress(CALL),
                pending(Approvers.byCaller(), 1),
                new Outcome.Denied(CALL, "unknown_tool", "there is no tool of this name."),
                new Outcome.Invalid(CALL, List.of(new Violation("/amount", "minimum", "", "at least 0.01"))),
                new Outcome.Rejected(CALL, "declined", null),
                new Outcome.Rejected(CALL, "withdrawn", null),
                new Outcome.Rejected(CALL, "superseded", null),
                new Outcome.Expired(CALL),
                new Outcome.Stale(CALL),
                new Outcome.Failed(CALL, "card_expired", "the card has expired."),
                new Outcome.Unknown(CALL),
                settled(Resolution.Kind.CONFIRMED_NOT_EXECUTED, "sue", null),
                settled(Resolution.Kind.CONFIRMED_NOT_EXECUTED, "reconcile:w1", null),
                settled(Resolution.Kind.COMPENSATED, "sue", null),
                settled(
                        Resolution.Kind.CONFIRMED_EXECUTED,
                        "reconcile:w1",
                        ToolResult.pending("The bank needs two days.")),
                new Outcome.Executed(CALL, ToolResult.pending("The bank needs two days.")));
    }

    private static Outcome pending(Approvers approvers, int quorum) {
        return new Outcome.Pending(CALL, List.of(new Stage(approvers, quorum)), UNTIL);
    }

    private static Outcome settled(Resolution.Kind kind, String by, @Nullable ToolResult result) {
        return new Outcome.Settled(CALL, new Resolution(kind, by, null, UNTIL, result));
    }

    @ParameterizedTest
    @MethodSource("notDone")
    void whatIsNotDoneIsNeverWordedAsDone(Outcome outcome) {
        String text = outcome.messageForModel();

        assertThat(text)
                .doesNotStartWith("Done")
                .doesNotContainIgnoringCase("success:")
                .doesNotContainIgnoringCase("completed");
        assertThat(text).containsPattern("(?i)not|nothing|never");
    }

    @ParameterizedTest
    @MethodSource("notDone")
    void everyTextIsAJsonObjectWithStatusAndMessage(Outcome outcome) {
        Map<String, Object> members = io.toolgateway.json.Json.parseObject(outcome.text());

        assertThat(members)
                .containsEntry("status", outcome.status())
                .containsEntry("message", outcome.messageForModel());
    }

    @Test
    void whatWaitsIsNoErrorAndWhatFailedIs() {
        assertThat(notDone().filter(outcome -> !outcome.isError()).map(Outcome::status))
                .containsExactly("in_progress", "pending", "settled", "in_progress");
    }

    @Test
    @Tag("T18")
    void whatWasFoundOutIsToldInTheNameOfWhoFoundOut() {
        Outcome byPerson = new Outcome.Settled(
                CALL, new Resolution(Resolution.Kind.CONFIRMED_EXECUTED, "sue", "in the books", UNTIL));
        Outcome byHook = settled(
                Resolution.Kind.CONFIRMED_EXECUTED,
                "reconcile:w1",
                ToolResult.success().withMessage("Paid."));

        assertThat(byPerson.messageForModel())
                .isEqualTo(
                        "Its outcome was not known at first. A person has looked: it did happen. What it returned is not"
                                + " known. Do not call it again. The person wrote: in the books");
        assertThat(byPerson.isError()).isFalse();
        assertThat(byPerson.text()).doesNotContain("\"result\"");
        assertThat(byHook.messageForModel())
                .isEqualTo(
                        "Its outcome was not known at first. The system behind the tool was asked: it did happen. Paid.");
        assertThat(settled(Resolution.Kind.CONFIRMED_EXECUTED, "reconcile:w1", ToolResult.pending("In two days."))
                        .messageForModel())
                .endsWith(
                        "Accepted by the system behind the tool and not finished there. Do not say that it is done. In two"
                                + " days.");
        assertThat(settled(Resolution.Kind.CONFIRMED_NOT_EXECUTED, "sue", null).messageForModel())
                .endsWith(
                        "it did not happen, and nothing has been changed. It may be proposed again if it is still wanted.");
        assertThat(settled(Resolution.Kind.COMPENSATED, "sue", null).messageForModel())
                .endsWith("it is not in effect: whatever it did has been undone. Do not say that it is done.");
    }

    @Test
    void theTextNamesWhatIsAwaited() {
        assertThat(pending(Approvers.byRole("supervisor"), 1).messageForModel())
                .isEqualTo("Prepared, and nothing has been changed yet. It waits for approval by supervisor until"
                        + " 2026-11-21T14:00:00Z. Do not say that it is done.");
        assertThat(pending(Approvers.byCaller(), 1).messageForModel())
                .contains("waits for the user's own confirmation in the application until");
        assertThat(pending(Approvers.byCaller().or(Approvers.byRole("admin", "boss")), 2)
                        .messageForModel())
                .contains("the user's own confirmation in the application or 2 approvals by admin or boss");
    }

    @Test
    void theFixedTextsAreThese() {
        assertThat(new Outcome.Unknown(CALL).messageForModel())
                .isEqualTo(
                        "It was started, and it is not known whether it happened. Do not call it again and do not say that"
                                + " it succeeded or failed; a person will find out.");
        assertThat(new Outcome.Expired(CALL).messageForModel())
                .isEqualTo("Not done: nobody decided or started it in time. Nothing has been changed.");
        assertThat(new Outcome.InProgress(CALL).messageForModel())
                .isEqualTo("Accepted and not finished yet. Do not say that it is done; its result will follow.");
        assertThat(new Outcome.Executed(CALL, ToolResult.success()).messageForModel())
                .isEqualTo("Done.");
    }
}
