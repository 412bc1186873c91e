package io.toolgateway.outcome;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.schema.Violation;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.ToolResult;
import io.toolgateway.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
    private static final Pattern NO = Pattern.compile("(?i)\\b(not|nothing|nobody|no|never|refused|waits)\\b");
    private static final Pattern DONE =
            Pattern.compile("(?i)\\b(done|executed|success\\w*|succeed\\w*|completed?|finished|happened|refunded)\\b");
    private static final Instant UNTIL = Instant.parse("2026-11-21T14:00:00.123456Z");

    /** What other people and tools wrote; it stands in a text and is not ours. */
    private static final List<String> FOREIGN = List.of("It is done!", "Success: completed.", "executed");

    static Stream<Outcome> notDone() {
        return Stream.of(
                        Stream.of(
                                new Outcome.InProgress(CALL),
                                new Outcome.InProgress(new Answered(null, "refund", null, true)),
                                new Outcome.Expired(CALL),
                                new Outcome.Stale(CALL, List.of()),
                                new Outcome.Unknown(CALL),
                                new Outcome.Unknown(new Answered(null, "done", null, true))),
                        waiting(),
                        refused(),
                        FOREIGN.stream().flatMap(WordingTest::withTheWordsOfOthers),
                        fromTheRecord())
                .flatMap(outcomes -> outcomes);
    }

    private static Stream<Outcome> waiting() {
        return Stream.of(
                pending(Approvers.byCaller(), 1),
                pending(Approvers.byRole("supervisor"), 1),
                pending(Approvers.byRole("supervisor", "admin"), 3),
                pending(Approvers.byCaller().or(Approvers.byRole("admin")), 1),
                new Outcome.Pending(
                        CALL,
                        List.of(new Stage(Approvers.byRole("supervisor"), 1), new Stage(Approvers.byRole("cfo"), 2)),
                        UNTIL));
    }

    private static Stream<Outcome> refused() {
        return Stream.of(
                new Outcome.Denied(CALL, "unknown_tool", "there is no tool of this name."),
                new Outcome.Denied(CALL, "over_limit", "a limit would be passed."),
                new Outcome.Denied(CALL, "key_conflict", "this key was used for another call."),
                new Outcome.Invalid(CALL, List.of(new Violation("/amount", "minimum", "", "at least 0.01"))),
                new Outcome.Invalid(
                        CALL,
                        List.of(
                                new Violation("", "required", "", "order_id is missing"),
                                new Violation("/a", "type", "", "must be a text"))),
                new Outcome.Rejected(CALL, "declined", null),
                new Outcome.Rejected(CALL, "withdrawn", null),
                new Outcome.Rejected(CALL, "superseded", null),
                new Outcome.Expired(CALL),
                new Outcome.Stale(CALL, List.of("price")),
                new Outcome.Failed(CALL, "card_expired", "the card has expired."),
                new Outcome.Failed(CALL, "handler_error", "the tool broke off."),
                new Outcome.Executed(CALL, ToolResult.pending("The bank needs two days.")),
                new Outcome.Undone(CALL),
                new Outcome.Undoing(CALL),
                new Outcome.NotUndone(CALL),
                settled(Resolution.Kind.CONFIRMED_NOT_EXECUTED, "sue", null),
                settled(Resolution.Kind.CONFIRMED_NOT_EXECUTED, "reconcile:w1", null),
                settled(Resolution.Kind.COMPENSATED, "sue", null),
                settled(
                        Resolution.Kind.CONFIRMED_EXECUTED,
                        "reconcile:w1",
                        ToolResult.pending("The bank needs two days.")));
    }

    private static Stream<Outcome> withTheWordsOfOthers(String words) {
        return Stream.of(
                new Outcome.Denied(CALL, "no", words),
                new Outcome.Rejected(CALL, "declined", words),
                new Outcome.Rejected(CALL, "withdrawn", words),
                new Outcome.Failed(CALL, "failed", words),
                new Outcome.Executed(CALL, ToolResult.pending(words).withId(words)),
                new Outcome.Settled(CALL, new Resolution(Resolution.Kind.CONFIRMED_NOT_EXECUTED, "sue", words, UNTIL)),
                new Outcome.Settled(CALL, new Resolution(Resolution.Kind.COMPENSATED, "sue", words, UNTIL)));
    }

    /** What the record makes of every end of a proposal but the one. */
    private static Stream<Outcome> fromTheRecord() {
        SettableClock clock = new SettableClock();
        Scenario scenario = new Scenario(new InMemoryProposalStore(clock));
        List<Proposal> ends = new ArrayList<>();
        Proposal parked = scenario.insert(aRefund());
        ends.add(parked);
        ends.add(scenario.approved(aRefund(), SAM));
        ends.add(scenario.running(aRefund()));
        ends.add(scenario.made(scenario.insert(aRefund()), Changes.reject(SAM)));
        ends.add(scenario.made(scenario.insert(aRefund()), Changes.withdraw(ANN)));
        for (ReasonCode reason : ReasonCode.values()) {
            ends.add(scenario.made(scenario.approved(aRefund(), SAM), new Change.Abandon(reason, null)));
        }
        Proposal running = scenario.running(aRefund());
        ends.add(scenario.made(running, Changes.failWithoutEffect(running)));
        running = scenario.running(aRefund());
        Proposal unknown = scenario.made(running, Changes.failUnknown(running));
        ends.add(unknown);
        ends.add(scenario.made(
                unknown, new Change.Resolve(SAM, Resolution.Kind.CONFIRMED_NOT_EXECUTED, "not in the books")));
        running = scenario.running(aTicket());
        ends.add(scenario.made(running, Changes.retry(running, Duration.ZERO)));
        running = scenario.running(aRefund());
        unknown = scenario.made(running, Changes.failUnknown(running));
        ends.add(scenario.made(unknown, new Change.Resolve(SAM, Resolution.Kind.COMPENSATED, "paid back")));
        clock.set(parked.validUntil());
        ends.add(scenario.made(parked, Changes.expire()));
        return ends.stream().map(Outcomes::of);
    }

    private static Outcome pending(Approvers approvers, int quorum) {
        return new Outcome.Pending(CALL, List.of(new Stage(approvers, quorum)), UNTIL);
    }

    private static Outcome settled(Resolution.Kind kind, String by, @Nullable ToolResult result) {
        return new Outcome.Settled(CALL, new Resolution(kind, by, null, UNTIL, result));
    }

    @Test
    void thereAreFortyCasesAndEachKindOfOutcomeIsAmongThem() {
        assertThat(notDone()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(notDone().<Class<?>>map(Outcome::getClass).distinct().toList())
                .containsExactlyInAnyOrder(Outcome.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("notDone")
    void whatIsNotDoneIsNeverWordedAsDone(Outcome outcome) {
        requireNoClaim(outcome.messageForModel());
        assertThat(String.join(".", ownSentences(outcome.messageForModel())))
                .as("it says so itself")
                .containsPattern(NO);
        assertThat(outcome.status()).isNotEqualTo("executed");
    }

    @ParameterizedTest
    @MethodSource("notDone")
    void everyTextIsAJsonObjectWithStatusAndMessage(Outcome outcome) {
        Map<String, Object> members = Json.parseObject(outcome.text());

        assertThat(members)
                .containsEntry("status", outcome.status())
                .containsEntry("message", outcome.messageForModel());
        assertThat(members.getOrDefault("result", "none")).isIn("none", "pending");
        assertThat(members).doesNotContainKey("data");
    }

    @ParameterizedTest
    @MethodSource("notDone")
    void aLateNoticeClaimsNoMore(Outcome outcome) {
        for (WireFormat format : WireFormat.values()) {
            String message = format.wire(List.of()).late(List.of(outcome)).get(0);

            List<String> lines = textOf(message).lines().toList();
            assertThat(lines).hasSize(2);
            requireNoClaim(lines.get(0));
            assertThat(Json.parseObject(lines.get(1)).get("outcome")).isEqualTo(Json.parseObject(outcome.text()));
        }
    }

    /** The one text in a provider's message, whatever the form. */
    private static String textOf(String message) {
        return texts(Json.parse(message))
                .filter(text -> text.contains("\n"))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> texts(Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.values().stream().flatMap(WordingTest::texts);
        }
        if (value instanceof List<?> list) {
            return list.stream().flatMap(WordingTest::texts);
        }
        return value instanceof String text ? Stream.of(text) : Stream.empty();
    }

    /** No sentence of our own without a no says that something was done. */
    private static void requireNoClaim(String text) {
        assertThat(ownSentences(text))
                .as(text)
                .filteredOn(sentence -> !NO.matcher(sentence).find())
                .noneMatch(sentence -> DONE.matcher(sentence).find());
    }

    private static List<String> ownSentences(String text) {
        String own = text;
        for (String words : FOREIGN) {
            own = own.replace(words, "");
        }
        return Stream.of(own.split("[.;]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    @Test
    void whatWaitsIsNoErrorAndWhatFailedIs() {
        assertThat(notDone().filter(outcome -> !outcome.isError()).map(Outcome::status))
                .containsOnly("in_progress", "pending", "settled");
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
