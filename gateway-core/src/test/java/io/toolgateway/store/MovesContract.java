package io.toolgateway.store;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.Problem;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.outcome.Outcomes;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.RecordedHistory;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every move of the table, made through the store; a new move does not compile until it is made here. */
abstract class MovesContract extends StoreContract {

    MovesContract(StoreSetup setup) {
        super(setup);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEARTBEAT")
    @Tag("A5")
    @Tag("I6")
    void everyMoveIsMadeAndHasOneEvent(Move move) {
        Proposal after = make(move);

        List<String> moves = RecordedHistory.of(eventsOf(after)).moves();
        assertThat(moves).endsWith(move.number());
        assertThat(rowOf(after).version()).isEqualTo(moves.size());
    }

    @Test
    @Tag("T10")
    void aHeartbeatChangesTheLeaseAlone() {
        Proposal before = scenario.running(aRefund());
        int recorded = eventsOf(before).size();
        clock.advance(Duration.ofSeconds(10));

        TransitionResult.Applied applied = Scenario.applied(scenario.apply(before, Changes.heartbeat(before)));

        Proposal after = applied.after().get(0);
        assertThat(applied.events()).isEmpty();
        assertThat(eventsOf(before)).hasSize(recorded);
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.state().lastTransition()).isEqualTo(before.state().lastTransition());
        assertThat(after.state().progress().fence())
                .isEqualTo(before.state().progress().fence());
        assertThat(leaseEnd(after)).isAfterOrEqualTo(leaseEnd(before));
        if (setup.capabilities().contains(StoreSetup.Capability.VIRTUAL_CLOCK)) {
            assertThat(leaseEnd(after)).isEqualTo(clock.instant().plus(Changes.LEASE));
        }
    }

    @Test
    @Tag("I9")
    void whatEndedSaysWhetherSomethingMayHaveHappened() {
        needsVirtualClock();
        assertThat(effectAfter(Move.EXPIRE_APPROVED)).isEqualTo(EffectState.NONE);
        assertThat(effectAfter(Move.FAIL_LATE)).isEqualTo(EffectState.POSSIBLE);
        assertThat(effectAfter(Move.EXECUTE)).isEqualTo(EffectState.APPLIED);
        assertThat(effectAfter(Move.FAIL)).isEqualTo(EffectState.POSSIBLE);
        assertThat(effectAfter(Move.REAP_TO_UNKNOWN)).isEqualTo(EffectState.POSSIBLE);
        assertThat(effectAfter(Move.REAP_TO_RETRY)).isEqualTo(EffectState.POSSIBLE);
        assertThat(effectAfter(Move.RELEASE)).isEqualTo(EffectState.NONE);
    }

    @Test
    void whatEndedSaysWhy() {
        needsVirtualClock();
        assertThat(reasonAfter(Move.REJECT)).isEqualTo(ReasonCode.DECLINED);
        assertThat(reasonAfter(Move.WITHDRAW)).isEqualTo(ReasonCode.WITHDRAWN);
        assertThat(reasonAfter(Move.SUPERSEDE)).isEqualTo(ReasonCode.SUPERSEDED);
        assertThat(reasonAfter(Move.EXPIRE_PENDING)).isNull();
        assertThat(reasonAfter(Move.EXPIRE_APPROVED)).isNull();
        assertThat(reasonAfter(Move.FAIL_LATE)).isEqualTo(ReasonCode.DEADLINE_AFTER_ATTEMPT);
        assertThat(reasonAfter(Move.FAIL)).isEqualTo(ReasonCode.OUTCOME_UNKNOWN);
        assertThat(reasonAfter(Move.REAP_TO_UNKNOWN)).isEqualTo(ReasonCode.OUTCOME_UNKNOWN);
        assertThat(reasonAfter(Move.ABANDON)).isEqualTo(ReasonCode.STALE_STATE);
        assertThat(reasonAfter(Move.EXECUTE)).isNull();
    }

    @Test
    @Tag("T18")
    void aResolutionIsAppendedAndTheStatusStays() {
        Proposal failed = ofRunning(aRefund(), Changes::failUnknown);

        Proposal settled = scenario.made(failed, Changes.resolve(SAM));

        assertThat(settled.phase()).isEqualTo(Phase.FAILED);
        assertThat(settled.state().progress().effect()).isEqualTo(EffectState.POSSIBLE);
        assertThat(Objects.requireNonNull(settled.state().resolution()).by()).isEqualTo(SAM.userId());
    }

    @Test
    @Tag("T17")
    void whatWasFoundBeforeAStartIsKeptAndToldAndIsNoExecution() {
        ToolResult found = ToolResult.failure("too_old", "The price is another one.")
                .withData(Map.of("changed", Map.of("price", List.of(12, 15))));
        Proposal approved = scenario.approved(aRefund(), SAM);

        Proposal ended = scenario.made(approved, Changes.abandon(ReasonCode.STALE_STATE, found));

        assertThat(scenario.now(ended)).usingRecursiveComparison().isEqualTo(ended);
        assertThat(ended.state().reason()).isEqualTo(ReasonCode.STALE_STATE);
        assertThat(ended.state().progress().effect()).isEqualTo(EffectState.NONE);
        Execution kept = Objects.requireNonNull(scenario.now(ended).state().execution());
        assertThat(kept.result()).isEqualTo(found);
        assertThat(kept.at()).isNull();
        AuditEvent last = lastOf(ended);
        assertThat(last.execution()).isNull();
        assertThat(last.problem()).isEqualTo(Problem.of(ErrorKind.PERMANENT, "too_old", "The price is another one."));
    }

    @Test
    @Tag("T17")
    void anEarlierAttemptIsNotWhatWasFound() {
        Proposal waiting = ofRunning(aTicket(), p -> Changes.retryWithoutEffect(p, Duration.ZERO));

        Proposal ended = scenario.made(waiting, new Change.Abandon(ReasonCode.NOT_ENTITLED, null));

        assertThat(Objects.requireNonNull(scenario.now(ended).state().execution())
                        .isOfStart())
                .isTrue();
        assertThat(lastOf(ended).problem())
                .isEqualTo(Problem.of(ErrorKind.AUTHORIZATION, "not_entitled", "not entitled"));
        assertThat(Outcomes.of(ended))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("not_entitled"));
    }

    private AuditEvent lastOf(Proposal proposal) {
        List<AuditEvent> events = eventsOf(proposal);
        return events.get(events.size() - 1);
    }

    private static Instant leaseEnd(Proposal proposal) {
        return Objects.requireNonNull(proposal.state().progress().lease()).until();
    }

    private EffectState effectAfter(Move move) {
        return scenario.now(make(move)).state().progress().effect();
    }

    private @Nullable ReasonCode reasonAfter(Move move) {
        return scenario.now(make(move)).state().reason();
    }

    private Proposal make(Move move) {
        return switch (move) {
            case PARK -> scenario.insert(aRefund());
            case START -> scenario.insert(aRefund().allowed());
            case APPROVE -> scenario.approved(aRefund(), SAM);
            case VOTE -> ofPending(aRefund().parkedFor(twoSupervisors()), p -> Changes.approve(p, SAM));
            case WIDEN -> ofPending(aRefund(), p -> Changes.widen(p, Approvers.byRole("billing_admin")));
            case REJECT -> ofPending(aRefund(), p -> Changes.reject(SAM));
            case WITHDRAW -> ofPending(aRefund(), p -> Changes.withdraw(ANN));
            case SUPERSEDE -> ofPending(aRefund(), p -> Changes.supersede(p, SAM));
            case EXPIRE_PENDING -> late(scenario.insert(aRefund()));
            case EXPIRE_APPROVED -> late(scenario.approved(aRefund(), SAM));
            case FAIL_LATE -> late(ofRunning(aTicket(), p -> Changes.retry(p, Duration.ofSeconds(1))));
            case CLAIM -> scenario.running(aRefund());
            case HEARTBEAT -> ofRunning(aRefund(), Changes::heartbeat);
            case RELEASE -> ofRunning(aRefund(), Changes::release);
            case RETRY -> ofRunning(aTicket(), p -> Changes.retry(p, Duration.ofSeconds(1)));
            case EXECUTE -> ofRunning(aRefund(), Changes::finish);
            case FAIL -> ofRunning(aRefund(), Changes::failUnknown);
            case REAP_TO_RETRY -> reaped(aTicket());
            case REAP_TO_UNKNOWN -> reaped(aRefund());
            case ABANDON -> scenario.made(scenario.approved(aRefund(), SAM), Changes.abandon());
            case RESOLVE -> scenario.made(ofRunning(aRefund(), Changes::failUnknown), Changes.resolve(SAM));
            case ORDER_UNDO -> undoOfFirst();
        };
    }

    /** Of a chain whose second step failed. */
    private Proposal undoOfFirst() {
        scenario.approvedChain(ChainEnding.COMPENSATION, SAM, aRefund(), aTicket());
        Proposal first = scenario.claim(1).get(0).proposal();
        scenario.made(first, Changes.finish(first));
        Proposal second = scenario.claim(1).get(0).proposal();
        return scenario.undosAfter(second, Changes.failWithoutEffect(second)).get(0);
    }

    private Proposal ofPending(ProposalBuilder proposal, Function<Proposal, Change> change) {
        Proposal parked = scenario.insert(proposal);
        return scenario.made(parked, change.apply(parked));
    }

    private Proposal ofRunning(ProposalBuilder proposal, Function<Proposal, Change> change) {
        Proposal running = scenario.running(proposal);
        return scenario.made(running, change.apply(running));
    }

    private Proposal late(Proposal proposal) {
        needsVirtualClock();
        toDeadlineOf(proposal);
        scenario.sweep();
        return proposal;
    }

    private Proposal reaped(ProposalBuilder proposal) {
        needsVirtualClock();
        Proposal running = scenario.running(proposal);
        clock.advance(Changes.LEASE.plus(Changes.GRACE).plus(setup.tick()));
        scenario.sweep();
        return running;
    }

    private static Verdict.RequireApproval twoSupervisors() {
        return Verdict.requireApproval(Approvers.byRole("supervisor")).from(2);
    }
}
