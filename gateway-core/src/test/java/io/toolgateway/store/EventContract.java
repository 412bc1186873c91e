package io.toolgateway.store;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.BEA;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Problem;
import io.toolgateway.audit.Statement;
import io.toolgateway.audit.Subject;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was recorded is read back, in its order, by one tenant. */
@Tag("O1")
@Tag("O2")
abstract class EventContract extends StoreContract {

    EventContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    @Tag("I6")
    void theEventsOfATransitionAreThoseOnRecord() {
        Proposal parked = scenario.insert(aRefund());

        AuditEvent event = Scenario.applied(scenario.apply(parked, Changes.approve(parked, SAM)))
                .events()
                .get(0);

        assertThat(eventsOf(parked).get(1)).isEqualTo(event);
        assertThat(event.type()).isEqualTo(EventType.APPROVED);
        assertThat(Objects.requireNonNull(event.standing()).actor()).isEqualTo("test");
        assertThat(Objects.requireNonNull(event.standing()).version()).isEqualTo(2);
    }

    @Test
    @Tag("T4v")
    void eachVoteIsOnRecordWithItsStageAndWhatWasSeen() {
        Proposal parked = scenario.insert(aRefund()
                .parkedFor(requireApproval(byRole("supervisor")).from(2).then(byRole("billing_admin"))));
        Proposal first = scenario.made(parked, Changes.approve(parked, SAM));
        Proposal second = scenario.made(first, Changes.approve(first, SUE));
        scenario.made(second, Changes.approve(second, BEA));

        assertThat(eventsOf(parked))
                .extracting(AuditEvent::statement)
                .containsExactly(
                        null,
                        new Statement.Voted(0, parked.argsHash()),
                        new Statement.Voted(0, parked.argsHash()),
                        new Statement.Voted(1, parked.argsHash()));
    }

    @Test
    @Tag("T5")
    @Tag("T5w")
    void whyItWasRejectedOrTakenBackIsOnRecord() {
        Proposal declined = scenario.insert(aRefund());
        Proposal unexplained = scenario.insert(aRefund());
        Proposal takenBack = scenario.insert(aRefund());
        scenario.made(declined, new Change.Reject(SAM, "zu teuer \u00fc \ud83d\ude00"));
        scenario.made(unexplained, new Change.Reject(SAM, null));
        scenario.made(takenBack, Changes.withdraw(People.ANN));

        assertThat(eventsOf(declined).get(1).statement())
                .isEqualTo(new Statement.Noted("zu teuer \u00fc \ud83d\ude00"));
        assertThat(eventsOf(unexplained).get(1).statement()).isNull();
        assertThat(eventsOf(takenBack).get(1).statement()).isEqualTo(new Statement.Noted("by mistake"));
    }

    @Test
    @Tag("A9")
    void aNoteThatNoStoreCanCarryIsMadeOneThatEveryStoreCan() {
        Proposal declined = scenario.insert(aRefund());
        scenario.made(declined, new Change.Reject(SAM, "a\u0000b \ud83d' --"));

        assertThat(eventsOf(declined).get(1).statement()).isEqualTo(new Statement.Noted("a\ufffdb \ufffd' --"));
        assertThat(scenario.now(declined).state().review().note()).isEqualTo("a\ufffdb \ufffd' --");
    }

    @ParameterizedTest
    @EnumSource(
            value = Resolution.Kind.class,
            names = {"CONFIRMED_EXECUTED", "CONFIRMED_NOT_EXECUTED", "COMPENSATED"})
    @Tag("T18")
    void howAnUnknownOutcomeWasSettledIsOnRecord(Resolution.Kind kind) {
        Proposal running = scenario.running(aRefund());
        Proposal failed = scenario.made(running, Changes.failUnknown(running));
        scenario.made(failed, new Change.Resolve(SAM, kind, "called the bank"));

        assertThat(eventsOf(failed))
                .extracting(AuditEvent::statement)
                .endsWith(new Statement.Settled(kind, "called the bank"));
    }

    @Test
    @Tag("A11")
    @Tag("I17")
    void aSecretOfTheCallIsTakenOutOfANote() {
        Proposal parked = scenario.insert(
                aRefund().withArguments("{\"pin\":\"C4n4ry7781\"}").showing("{\"pin\":\"[redacted]\"}"));
        scenario.made(parked, new Change.Reject(SAM, "C4n4ry7781 is a bad pin"));

        assertThat(eventsOf(parked).get(1).statement()).isEqualTo(new Statement.Noted("[redacted] is a bad pin"));
    }

    @Test
    @Tag("I15")
    void eachStateIsOnRecordWithTheTransitionThatMadeIt() {
        Proposal parked = scenario.insert(aRefund());
        Proposal approved = scenario.made(parked, Changes.approve(parked, SAM));
        Proposal running = scenario.made(approved, Changes.claim("worker-1"));
        Proposal done = scenario.made(running, Changes.finish(running));

        assertThat(eventsOf(parked))
                .extracting(event -> Objects.requireNonNull(event.standing()).transition())
                .doesNotHaveDuplicates()
                .isEqualTo(Stream.of(parked, approved, running, done)
                        .map(proposal -> proposal.state().lastTransition())
                        .toList());
    }

    @Test
    void anEventAndItsStateHaveOneTime() {
        Proposal approved = scenario.approved(aRefund(), SAM);

        assertThat(eventsOf(approved).get(0).at()).isEqualTo(approved.createdAt());
        assertThat(eventsOf(approved).get(1).at())
                .isEqualTo(approved.state().review().reviewedAt());
    }

    @Test
    @Tag("P10")
    void aRequestHasOneTimeline() {
        Proposal refund = scenario.insert(aRefund().in(Request.of("req-a").keyedBy("1")));
        scenario.insert(aRefund().in(Request.of("req-b").keyedBy("2")));
        Proposal ticket = scenario.insert(aTicket().in(Request.of("req-a").keyedBy("3")));
        scenario.made(refund, Changes.approve(refund, SAM));

        assertThat(store.events(EventQuery.ofRequest(ACME, "req-a")))
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PARKED, EventType.PARKED, EventType.APPROVED);
        assertThat(store.events(EventQuery.ofProposal(ACME, ticket.id()))).hasSize(1);
        assertThat(store.events(EventQuery.ofRequest(ACME, "req-c"))).isEmpty();
    }

    @Test
    void eventsAreReadFromAMomentOn() {
        needsVirtualClock();
        scenario.insert(aRefund());
        clock.advance(Duration.ofMinutes(1));
        Proposal later = scenario.insert(aRefund());

        assertThat(store.events(EventQuery.since(ACME, clock.instant())))
                .singleElement()
                .satisfies(event -> assertThat(
                                Objects.requireNonNull(event.standing()).proposal())
                        .isEqualTo(later.id()));
        assertThat(store.events(EventQuery.since(ACME, clock.instant().plus(setup.tick()))))
                .isEmpty();
    }

    @Test
    @Tag("I18")
    void noTenantReadsAnothersEvents() {
        Proposal mine = scenario.insert(aRefund().in(Request.of("req-a").keyedBy("1")));
        scenario.insert(aRefund().by(MAX).in(Request.of("req-a").keyedBy("1")));

        assertThat(store.events(EventQuery.ofRequest(GLOBEX, "req-a")))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.subject().caller().userId()).isEqualTo(MAX.userId()));
        assertThat(store.events(EventQuery.ofProposal(GLOBEX, mine.id()))).isEmpty();
    }

    @Test
    void whatBelongsToNoTransitionIsRecordedToo() {
        Proposal parked = scenario.insert(aRefund());
        AuditEvent refused = refusal(People.ANN);
        AuditEvent late = AuditEvent.lateResult(parked, returned(), "worker-1", parked.createdAt());
        AuditEvent replayed = AuditEvent.replayed(Subject.of(parked), parked, parked.createdAt());

        store.record(List.of(refused, late));
        store.record(List.of(replayed));
        store.record(List.of());

        List<AuditEvent> found = store.events(new EventQuery(ACME, null, null, null));
        assertThat(found)
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PARKED, EventType.REFUSED, EventType.LATE_RESULT, EventType.REPLAYED);
        assertThat(found.get(1)).isEqualTo(refused);
        assertThat(found.get(2)).isEqualTo(late);
        assertThat(eventsOf(parked)).hasSize(3);
    }

    private static Execution returned() {
        return Execution.returned(ToolResult.success(List.of(1, "two")), Duration.ofMillis(5));
    }

    private AuditEvent refusal(Caller caller) {
        return AuditEvent.withoutProposal(
                EventType.REFUSED,
                clock.instant(),
                new Subject(caller, Request.of("req-1"), null, "no_such_tool", () -> "{\"a\":\"ü\"}"),
                null,
                null,
                new Problem(ErrorKind.VALIDATION, "unknown_tool", "There is no such tool.", List.of("/a", "")));
    }
}
