package io.toolgateway.audit;

import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Looking;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O1")
@Tag("O2")
class RequestRecordTest {

    private final Told told = new Told();

    @Test
    @Tag("A6")
    void whatWasUndoneIsNoSuccess() {
        Scenario scenario = new Scenario(new InMemoryProposalStore());
        scenario.approvedChain(ChainEnding.COMPENSATION, People.SAM, aRefund(), aRefund());
        Proposal first = scenario.claim(1).get(0).proposal();
        scenario.made(first, Changes.finish(first));
        Proposal second = scenario.claim(1).get(0).proposal();
        List<AuditEvent> ordered = Scenario.applied(scenario.apply(second, Changes.failWithoutEffect(second)))
                .events();
        Proposal undo = scenario.claim(1).get(0).proposal();
        List<AuditEvent> undone =
                Scenario.applied(scenario.apply(undo, Changes.finish(undo))).events();

        assertThat(resultOf(ordered)).isEqualTo("pending");
        assertThat(resultOf(undone)).isEqualTo("failure");
    }

    private static String resultOf(List<AuditEvent> events) {
        return CallRecord.result(events.stream()
                .filter(event -> event.type() == EventType.RESOLVED)
                .findFirst()
                .orElseThrow());
    }

    @Test
    void twoCallsAreTwoEntriesWithTheTimesOfTheirHandlersAddedUp() {
        told.propose("look");
        told.takes = Duration.ofMillis(180);
        told.time.advance(Duration.ofMillis(100));
        Outcome written = told.propose("write");

        assertThat(record()).isEqualTo(Json.parse("""
                        {"request_id":"req_1","user_id":"user_456","user_role":"agent","query":"check and refund",
                         "tool_calls":[
                          {"tool":"look","parameters":{"order_id":"ORD-12345"},"result":"success","execution_time_ms":245,
                           "error_message":null,"proposal_id":null,"status":null},
                          {"tool":"write","parameters":{"order_id":"ORD-12345"},"result":"success","execution_time_ms":180,
                           "error_message":null,"proposal_id":"%s","status":"executed"}],
                         "total_execution_time_ms":425,"timestamp":"2026-01-15T10:30:00.525Z"}""".formatted(written.proposalId())));
    }

    @Test
    void aCallThatWaitsIsPendingAndTheSameEntryLaterSaysWhatBecameOfIt() {
        told.propose("refund");
        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("result", "pending")
                        .containsEntry("status", "pending")
                        .containsEntry("execution_time_ms", null));

        told.approveAll();
        told.does = call -> ToolResult.failure("closed", "The shop is closed.");
        told.gateway.executor().runOnce();

        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("result", "failure")
                        .containsEntry("status", "failed")
                        .containsEntry("execution_time_ms", 245L)
                        .containsEntry("error_message", "The shop is closed."));
    }

    @Test
    void whatIsNotKnownIsNeverRecordedAsFailure() {
        told.does = call -> {
            throw new IllegalStateException();
        };
        told.propose("write");

        assertThat(entries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry).containsEntry("result", "pending").containsEntry("status", "failed"));
        assertThat(CallRecord.of(told.events.get(told.events.size() - 1)).members())
                .containsEntry("result", "pending")
                .containsEntry("effect", "possible");
    }

    @Test
    void refusalsAndRejectionsAreEntriesOfTheirOwn() {
        told.propose("wipe");
        told.propose("nothing_like_it");
        told.propose("refund");
        told.rejectAll();

        assertThat(entries())
                .extracting(entry -> entry.get("tool"), entry -> entry.get("result"), entry -> entry.get("status"))
                .containsExactly(
                        tuple("wipe", "failure", null),
                        tuple("nothing_like_it", "failure", null),
                        tuple("refund", "failure", "rejected"));
    }

    @Test
    void aRepeatUnderAnotherRequestIdStandsInItsOwnTimeline() {
        told.request = Request.of("req_0").keyedBy("k");
        Outcome first = told.propose("write");
        told.request = Request.of("req_1").keyedBy("k");
        told.propose("write");

        assertThat(told.timeline()).extracting(AuditEvent::type).containsExactly(EventType.REPLAYED);
        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("result", "success")
                        .containsEntry("proposal_id", String.valueOf(first.proposalId())));
    }

    @Test
    void equalReadsAreOneEntryEach() {
        told.propose("look");
        told.propose("look");

        assertThat(entries()).hasSize(2).allSatisfy(entry -> assertThat(entry).containsEntry("result", "success"));
    }

    @Test
    void noEventsMakeNoRecord() {
        assertThat(RequestRecord.of(List.of())).isEmpty();
        assertThat(Timeline.of(List.of()).toString()).isEmpty();
    }

    @Test
    void theTimelineTellsEachEventOnOneLineThatNothingCanForge() {
        told.request =
                Request.of("req_1").saying("refund\r\n2026-01-15T10:30:00.000Z  executed  \u001b[32mrefund\u202e");
        told.propose("refund", "{\"order_id\":\"\\r\\n\\u001b[2J\\u2028\\u0085\"}");
        told.approveAll();
        told.gateway.executor().runOnce();
        told.propose("sp\nace\u009b31m");

        List<String> lines = Timeline.of(told.timeline()).lines();

        assertThat(lines).hasSize(8).allSatisfy(line -> assertThat(line).matches("[\\x20-\\x7e]*"));
        assertThat(lines.get(0)).isEqualTo("Request: req_1");
        assertThat(lines.get(1)).isEqualTo("User: user_456 [agent]");
        assertThat(lines.get(2)).startsWith("Query: refund\\u000d\\u000a2026");
        assertThat(lines.subList(3, 8))
                .extracting(line -> line.split(" +")[1])
                .containsExactly("parked", "approved", "claimed", "executed", "refused");
        assertThat(lines.get(6)).contains("executed by worker:").endsWith("success in 245ms");
        assertThat(lines.get(7)).endsWith("validation unknown_tool: there is no tool of this name.");
    }

    @Test
    void theTimelineTellsWhatPeopleSaid() {
        told.propose("refund");
        String hash = told.gateway.approvals().pending(told.boss).get(0).hash();
        told.approveAll();
        told.propose("refund", "{\"order_id\":\"ORD-2\"}");
        ProposalId second = told.gateway.approvals().pending(told.boss).get(0).id();
        Looking.reject(told.gateway.approvals(), second, told.boss, "ask\nfirst" + "!".repeat(1_000));

        List<String> lines = Timeline.of(told.timeline()).lines();

        assertThat(lines.get(4)).endsWith(" approved by user:sue  stage 0 saw " + hash.substring(0, 12));
        assertThat(lines.get(6))
                .contains(" rejected by user:sue  note: ask\\u000afirst!!!")
                .endsWith("!...");
        assertThat(CallRecord.of(told.events.get(3)).members())
                .hasEntrySatisfying("note", note -> assertThat(note).asString().startsWith("ask\nfirst"));
        assertThat(CallRecord.withoutParameters(told.events.get(3)).members()).doesNotContainKey("note");
    }

    @Test
    void anUnknownOutcomeThatWasSettledSaysHow() {
        InMemoryProposalStore store = new InMemoryProposalStore();
        Scenario scenario = new Scenario(store);
        Proposal running = scenario.running(aRefund());
        Proposal failed = scenario.made(running, Changes.failUnknown(running));
        scenario.made(failed, Changes.resolve(People.SAM));
        List<AuditEvent> events = store.events(EventQuery.ofProposal(People.ACME, failed.id()));

        assertThat(Timeline.of(events).lines())
                .last()
                .asString()
                .endsWith("  confirmed_executed: seen in the bank's books");
        assertThat(CallRecord.withoutParameters(events.get(4)).members())
                .containsEntry("resolution", "confirmed_executed")
                .doesNotContainKey("note");
    }

    private Object record() {
        return Json.parse(RequestRecord.of(told.timeline()).orElseThrow().toJson());
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> entries() {
        return (List<Map<String, Object>>) ((Map<String, Object>) record()).get("tool_calls");
    }
}
