package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler tells when it has done its work is recorded, or something true in its place: what was done is done. */
@Tag("S3")
@Tag("E6")
abstract class HostileResultContract extends StoreContract {

    private static final int MIB = 1024 * 1024;
    private static final String NO_COST = "[its cost was left out: no store can hold such a number]";

    HostileResultContract(StoreSetup setup) {
        super(setup);
    }

    static Stream<Arguments> results() {
        ToolResult done = ToolResult.success();
        String large = "x".repeat(10_000_000);
        return Stream.of(
                result("a message with U+0000", done.withMessage("a\u0000b"), done.withMessage("a\uFFFDb")),
                result("a message with half a pair", done.withMessage("a\uD800"), done.withMessage("a\uFFFD")),
                result("an id with half a pair", done.withId("\uDC00x"), done.withId("\uFFFDx")),
                result(
                        "a message of 10 MB",
                        done.withMessage(large),
                        done.withMessage("x".repeat(9_973) + " [cut, 10000000 characters]")),
                result(
                        "an id of 10 MB",
                        done.withId(large),
                        done.withId("x".repeat(1_973) + " [cut, 10000000 characters]")),
                result(
                        "data of 10 MB",
                        ToolResult.success(large).withId("R-1"),
                        tooLarge().withId("R-1")),
                result("a list of 10 MB", ToolResult.success(Collections.nCopies(3_000_000, -1)), tooLarge()),
                result("data of 1 MiB", ToolResult.success("x".repeat(MIB - 2)), null),
                result("data of 1 MiB and a byte", ToolResult.success("x".repeat(MIB - 1)), tooLarge()),
                result("escaped data of 1 MiB", ToolResult.success("\u0001".repeat(174_762)), null),
                result("many texts", ToolResult.success(HostileTexts.STORABLE).withMessage("?? $1 '; --"), null),
                result(
                        "data with U+0000",
                        ToolResult.success(Map.of("a", "\u0000")),
                        unreadable("U+0000 or half of a surrogate pair at '/a'")),
                result(
                        "a number that is none",
                        ToolResult.success(Double.NaN),
                        unreadable("a number that is not finite at ''")),
                result(
                        "a number beyond all",
                        ToolResult.success(new BigDecimal("1e400")),
                        unreadable("a power of ten beyond 308 at ''")),
                result(
                        "a number of too many digits",
                        ToolResult.success(List.of(new BigDecimal("0." + "1".repeat(20_000)))),
                        unreadable("a number of more than 1000 digits at '/0'")),
                result("a huge cost", done.withCost(new BigDecimal("1e200000")), done.withMessage(NO_COST)),
                result(
                        "a tiny cost",
                        done.withMessage("Done.").withCost(new BigDecimal("1e-20000")),
                        done.withMessage("Done. " + NO_COST)),
                result("a cost at the limit", done.withCost(new BigDecimal("1e308")), null),
                result("a negative cost", done.withCost(new BigDecimal("-0.5")), null),
                result("all tokens", done.withTokens(Long.MAX_VALUE), null),
                result("negative tokens", done.withTokens(Long.MIN_VALUE), null),
                result("pending", ToolResult.pending("\u0000"), ToolResult.pending("\uFFFD")));
    }

    /** A result, and what is recorded of it; null if it is recorded as it is. */
    private static Arguments result(String name, ToolResult returned, ToolResult recorded) {
        return Arguments.of(Named.of(name, returned), recorded == null ? returned : recorded);
    }

    private static ToolResult tooLarge() {
        return unreadable("larger than 1048576 bytes as JSON, so it was left out");
    }

    private static ToolResult unreadable(String why) {
        return ToolResult.success(Map.of("unreadable_result", why));
    }

    @ParameterizedTest
    @MethodSource("results")
    void whatRanAtOnceIsExecutedWhateverItTells(ToolResult returned, ToolResult recorded) {
        OpenDesk desk = new OpenDesk(store);
        desk.handler = call -> returned;

        requireExecuted(desk, desk.gateway.propose(ToolCall.of("run", "{}"), ANN), recorded);
    }

    @ParameterizedTest
    @MethodSource("results")
    void whatWasApprovedIsExecutedWhateverItTells(ToolResult returned, ToolResult recorded) {
        OpenDesk desk = new OpenDesk(store);
        desk.handler = call -> returned;
        Outcome parked = desk.gateway.propose(ToolCall.of("park", "{}"), ANN);

        requireExecuted(desk, desk.approvedAndRun(Objects.requireNonNull(parked.proposalId())), recorded);
    }

    private void requireExecuted(OpenDesk desk, Outcome outcome, ToolResult recorded) {
        assertThat(desk.ran).hasSize(1);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Executed.class,
                        executed -> assertThat(executed.result())
                                .usingRecursiveComparison()
                                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                                .isEqualTo(recorded));
        Proposal stored = desk.stored(outcome);
        assertThat(stored.status()).isEqualTo(ProposalStatus.EXECUTED);
        assertThat(stored.state().progress().effect()).isEqualTo(EffectState.APPLIED);
        assertThat(Objects.requireNonNull(stored.state().execution()).result())
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(recorded);
        List<AuditEvent> events = eventsOf(stored);
        AuditEvent last = events.get(events.size() - 1);
        assertThat(last.type()).isEqualTo(EventType.EXECUTED);
        assertThat(Objects.requireNonNull(last.execution()).result().message()).isEqualTo(recorded.message());
    }

    @Test
    void aFailureIsToldInWordsThatCanBeStored() {
        OpenDesk desk = new OpenDesk(store);
        desk.handler = call -> ToolResult.failure("no\u0000such", "there is none: \uD800");

        Outcome outcome = desk.gateway.propose(ToolCall.of("run", "{}"), ANN);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("no\uFFFDsuch");
            assertThat(failed.message()).isEqualTo("there is none: \uFFFD");
        });
        assertThat(desk.stored(outcome).status()).isEqualTo(ProposalStatus.FAILED);
    }

    @Test
    void whatBreaksOffIsOnRecordAsUnknownWhateverItSays() {
        OpenDesk desk = new OpenDesk(store);
        desk.handler = call -> {
            throw new IllegalStateException("\u0000\uD800'; DROP TABLE tool_call_proposals; --");
        };

        Outcome outcome = desk.gateway.propose(ToolCall.of("run", "{}"), ANN);

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(Objects.requireNonNull(desk.stored(outcome).state().execution())
                        .error())
                .isEqualTo("java.lang.IllegalStateException");
    }

    /** No record holds what a read returned, so that it may be as large as the host likes. */
    @Test
    void aReadAnswersWithAllThatItRead() {
        OpenDesk desk = new OpenDesk(store);
        byte[] page = new byte[10_000_000];
        Arrays.fill(page, (byte) 'x');
        String read = new String(page, java.nio.charset.StandardCharsets.US_ASCII);
        desk.handler = call -> ToolResult.success(read).withMessage("\u0000");

        Outcome outcome = desk.gateway.propose(ToolCall.of("read", "{}"), ANN, Request.of("req-1"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Executed.class, executed -> {
            assertThat(executed.result().data()).isEqualTo(read);
            assertThat(executed.result().message()).isEqualTo("\uFFFD");
        });
        AuditEvent finished = store.events(EventQuery.ofRequest(ACME, "req-1")).get(1);
        assertThat(finished.type()).isEqualTo(EventType.READ_FINISHED);
        assertThat(Objects.requireNonNull(finished.execution()).result().data()).isNull();
        assertThat(finished.execution().result().message()).isEqualTo("\uFFFD");
    }
}
