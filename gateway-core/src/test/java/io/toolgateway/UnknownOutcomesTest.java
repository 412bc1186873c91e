package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.CUSTOMER;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.SettleResult;
import io.toolgateway.approval.UnknownPage;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.CallRecord;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.proposal.Resolution.Kind;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.Race;
import io.toolgateway.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody knows is shown to those whom it concerns and settled by those who may; who asks again is told. */
@Tag("E7")
@Tag("T18")
class UnknownOutcomesTest {

    private static final ToolCall BREAKS = ToolCall.of("send_mail", "{\"text\":\"break\"}");
    private static final Caller ELSEWHERE = Caller.of("globex", "max").withRoles("supervisor", "agent");

    private final ShopFixture shop = new ShopFixture();
    private final InMemoryProposalStore store = new InMemoryProposalStore();
    private final Gateway gateway = shop.gateway().store(store).build();

    private static ProposalId unknown(Gateway gateway, Caller caller, Request request) {
        Outcome outcome = gateway.propose(BREAKS, caller, request);
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        return outcome.proposalId();
    }

    private ProposalId unknown() {
        return unknown(gateway, AGENT, Request.of("r").keyedBy("k1"));
    }

    private SettleResult settle(ProposalId id, Kind kind, Caller person, String note) {
        return gateway.unknownOutcomes().settle(id, kind, person, note);
    }

    private List<ProposalId> seenBy(Gateway gateway, Caller viewer) {
        List<ProposalId> seen = new ArrayList<>();
        Optional<UnknownPage> page = Optional.of(gateway.unknownOutcomes().first(viewer));
        while (page.isPresent()) {
            page.get().proposals().forEach(proposal -> seen.add(proposal.id()));
            page = page.get().next().map(last -> gateway.unknownOutcomes().after(last, viewer));
        }
        return seen;
    }

    private static Refusal refusal(SettleResult result) {
        assertThat(result).isInstanceOf(SettleResult.Refused.class);
        SettleResult.Refused refused = (SettleResult.Refused) result;
        assertThat(refused.reason()).isNotBlank();
        return refused.refusal();
    }

    @Test
    @Tag("I5")
    @Tag("I18")
    void whoApprovesTheToolSettlesItAndWhoAskedOnlySeesIt() {
        ProposalId id = unknown();

        assertThat(seenBy(gateway, SUPERVISOR)).containsExactly(id);
        assertThat(seenBy(gateway, AGENT)).containsExactly(id);
        assertThat(seenBy(gateway, CUSTOMER)).isEmpty();
        assertThat(seenBy(gateway, ELSEWHERE)).isEmpty();
        assertThat(refusal(settle(id, Kind.CONFIRMED_EXECUTED, AGENT, "it was there")))
                .isEqualTo(Refusal.NOT_ENTITLED);
        assertThat(refusal(settle(id, Kind.CONFIRMED_EXECUTED, AGENT.withRoles("supervisor"), "it was there")))
                .isEqualTo(Refusal.NOT_ENTITLED);
        for (Caller stranger : List.of(CUSTOMER, ELSEWHERE)) {
            assertThat(settle(id, Kind.CONFIRMED_EXECUTED, stranger, "hm")).isInstanceOf(SettleResult.NotFound.class);
        }
        assertThat(settle(id, Kind.CONFIRMED_EXECUTED, SUPERVISOR, "in the outbox"))
                .isInstanceOf(SettleResult.Settled.class);
        assertThat(seenBy(gateway, SUPERVISOR)).isEmpty();
    }

    @Test
    @Tag("I5")
    void ofWhatWasReviewedWhoeverCouldHaveSaidNoSettlesIt() {
        Gateway reviewed = shop.gateway()
                .policy(Policy.named("p", "1")
                        .otherwise(Verdict.requireApproval(Approvers.byCaller().or(Approvers.byRole("manager")))))
                .build();
        ProposalId id = reviewed.propose(BREAKS, AGENT).proposalId();
        String hash = reviewed.approvals().find(id, AGENT).orElseThrow().hash();
        reviewed.approvals().approve(id, hash, AGENT);
        reviewed.executor().runOnce();
        assertThat(reviewed.outcome(id, AGENT).orElseThrow()).isInstanceOf(Outcome.Unknown.class);

        assertThat(seenBy(reviewed, Caller.of("acme", "mia").withRoles("manager")))
                .containsExactly(id);
        assertThat(seenBy(reviewed, CUSTOMER)).isEmpty();
        assertThat(reviewed.unknownOutcomes().settle(id, Kind.CONFIRMED_NOT_EXECUTED, AGENT, "not in my outbox"))
                .as("the caller could confirm it")
                .isInstanceOf(SettleResult.Settled.class);
    }

    @Test
    void rolesNamedForItSettleWhatNobodyElseCould() {
        Gateway named = shop.gateway().settlingUnknown("operator").build();
        ProposalId id = unknown(named, AGENT, Request.of("r"));
        Caller operator = Caller.of("acme", "ole").withRoles("operator");

        assertThat(seenBy(named, operator)).containsExactly(id);
        assertThat(seenBy(named, Caller.of("globex", "ole").withRoles("operator")))
                .isEmpty();
        assertThat(named.unknownOutcomes().settle(id, Kind.COMPENSATED, operator, "called it back"))
                .isInstanceOf(SettleResult.Settled.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED_EXECUTED", "CONFIRMED_NOT_EXECUTED", "COMPENSATED"})
    @Tag("P10")
    @Tag("I9")
    void whoAsksAgainIsToldWhatWasFoundAndNothingIsStartedAgain(Kind kind) {
        ProposalId id = unknown();
        settle(id, kind, SUPERVISOR, "looked into the outbox");
        gateway.executor().runOnce();

        Outcome again = gateway.propose(BREAKS, AGENT, Request.of("r2").keyedBy("k1"));

        assertThat(again).isInstanceOf(Outcome.Settled.class);
        assertThat(again.proposalId()).isEqualTo(id);
        assertThat(again.call().replayed()).isTrue();
        assertThat(again.messageForModel()).endsWith("The person wrote: looked into the outbox");
        assertThat(again.text()).contains("\"status\":\"settled\",").contains("\"finding\":\"" + kind.text() + "\"");
        assertThat(again.isError()).isEqualTo(kind != Kind.CONFIRMED_EXECUTED);
        assertThat(gateway.outcome(id, AGENT).orElseThrow().messageForModel()).isEqualTo(again.messageForModel());
        assertThat(shop.ran).containsExactly("mail break");
    }

    @Test
    void whatDidNotHappenMayBeProposedAgain() {
        ProposalId id = unknown();
        settle(id, Kind.CONFIRMED_NOT_EXECUTED, SUPERVISOR, "not in the outbox");

        assertThat(unknown(gateway, AGENT, Request.of("r3").keyedBy("k2"))).isNotEqualTo(id);
        assertThat(shop.ran).hasSize(2);
    }

    @Test
    void theFirstWordStands() {
        ProposalId id = unknown();
        SettleResult first = settle(id, Kind.CONFIRMED_EXECUTED, SUPERVISOR, "in the outbox");
        Proposal settled = ((SettleResult.Settled) first).proposal();
        Caller sam = Caller.of("acme", "sam").withRoles("supervisor");

        assertThat(settle(id, Kind.CONFIRMED_EXECUTED, SUPERVISOR, "again")).isEqualTo(first);
        assertThat(settle(id, Kind.CONFIRMED_EXECUTED, sam, "I too"))
                .isEqualTo(new SettleResult.AlreadySettled(settled));
        assertThat(settle(id, Kind.CONFIRMED_NOT_EXECUTED, SUPERVISOR, "no"))
                .isEqualTo(new SettleResult.AlreadySettled(settled));
        assertThat(shop.events)
                .filteredOn(event -> event.type() == EventType.RESOLVED)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void howItWasFoundOutHasToBeSaid(String note) {
        assertThat(refusal(settle(unknown(), Kind.CONFIRMED_EXECUTED, SUPERVISOR, note)))
                .isEqualTo(Refusal.NO_NOTE);
    }

    @Test
    @Tag("I4")
    void whatIsKnownCannotBeDeclaredOtherwise() {
        ProposalId sent = gateway.propose(ToolCall.of("send_mail", "{\"text\":\"hi\"}"), AGENT)
                .proposalId();
        ProposalId parked = gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT)
                .proposalId();

        assertThat(refusal(settle(sent, Kind.CONFIRMED_NOT_EXECUTED, SUPERVISOR, "no")))
                .isEqualTo(Refusal.WRONG_STATUS);
        assertThat(refusal(settle(parked, Kind.CONFIRMED_EXECUTED, SUPERVISOR, "yes")))
                .isEqualTo(Refusal.WRONG_STATUS);
        assertThat(gateway.outcome(sent, AGENT).orElseThrow()).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void amongManyOfOthersTheOwnAreFoundPageByPage() {
        Caller abe = Caller.of("acme", "abe").withRoles("agent");
        List<ProposalId> all = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            all.add(unknown(gateway, AGENT, Request.of("r" + i)));
        }
        ProposalId own = unknown(gateway, abe, Request.of("own"));

        assertThat(seenBy(gateway, abe)).containsExactly(own);
        all.add(own);
        assertThat(seenBy(gateway, SUPERVISOR)).isEqualTo(all.stream().sorted().toList());
        assertThat(gateway.unknownOutcomes().first(SUPERVISOR).proposals()).hasSize(50);
    }

    @Test
    @Tag("O1")
    void aListenerHearsThatItIsNotKnownAndWhatWasFound() {
        ProposalId id = unknown();
        settle(id, Kind.CONFIRMED_NOT_EXECUTED, SUPERVISOR, "not in the outbox");

        assertThat(shop.events)
                .filteredOn(AuditEvent::isOutcomeUnknown)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.problem().code()).isEqualTo("outcome_unknown");
                    assertThat(event.problem().message())
                            .contains("IllegalStateException")
                            .doesNotContain("4711");
                    assertThat(CallRecord.of(event).members()).containsEntry("result", "pending");
                });
        assertThat(shop.events).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.RESOLVED);
            assertThat(event.isOutcomeUnknown()).isFalse();
            assertThat(event.standing().actor()).isEqualTo("user:sue");
            assertThat(CallRecord.of(event).members())
                    .containsEntry("result", "failure")
                    .containsEntry("resolution", "confirmed_not_executed")
                    .containsEntry("note", "not in the outbox");
        });
    }

    @Test
    void whatFailedForSureIsNotToldAsUnknown() {
        gateway.propose(ToolCall.of("send_mail", "{\"text\":\"hi\"}"), AGENT);

        assertThat(shop.events).isNotEmpty().noneMatch(AuditEvent::isOutcomeUnknown);
    }

    @Test
    void ofTwoPersonsAtTheSameTimeOneHasTheWord() throws InterruptedException {
        Caller sam = Caller.of("acme", "sam").withRoles("supervisor");
        try (Race race = new Race(2)) {
            for (int round = 0; round < 200; round++) {
                ProposalId id = unknown(gateway, AGENT, Request.of("r" + round));

                List<SettleResult> results = race.run(
                        () -> settle(id, Kind.CONFIRMED_EXECUTED, SUPERVISOR, "there"),
                        () -> settle(id, Kind.CONFIRMED_NOT_EXECUTED, sam, "not there"));

                Resolution said =
                        store.find(AGENT.tenant(), id).orElseThrow().state().resolution();
                assertThat(results)
                        .hasOnlyElementsOfTypes(SettleResult.Settled.class, SettleResult.AlreadySettled.class);
                assertThat(results.stream().filter(SettleResult.Settled.class::isInstance))
                        .hasSize(1);
                assertThat(said.by()).isEqualTo(results.get(0) instanceof SettleResult.Settled ? "sue" : "sam");
            }
        }
    }
}
