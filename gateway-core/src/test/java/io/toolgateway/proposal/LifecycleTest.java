package io.toolgateway.proposal;

import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Verdict;
import io.toolgateway.store.NewProposal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The state machine against the protocol's table, which is written out here a second time. */
@Tag("A5")
class LifecycleTest {

    private static final Instant NOW = SettableClock.START;

    /** Number, from, to; a number alone after the arrow means that the phase stays. */
    private static final String TABLE = """
            T1 ABSENT > PENDING
            T10 RUNNING > RUNNING
            T11 RUNNING > APPROVED
            T12 RUNNING > APPROVED
            T13 RUNNING > EXECUTED
            T14 RUNNING > FAILED
            T15 RUNNING > APPROVED
            T16 RUNNING > FAILED
            T17 APPROVED > FAILED
            T18 EXECUTED > EXECUTED
            T18 FAILED > FAILED
            T19 ABSENT > APPROVED
            T2 ABSENT > RUNNING
            T4 PENDING > APPROVED
            T4e PENDING > PENDING
            T4v PENDING > PENDING
            T5 PENDING > REJECTED
            T5s PENDING > REJECTED
            T5w PENDING > REJECTED
            T6 PENDING > EXPIRED
            T7 APPROVED > EXPIRED
            T8 APPROVED > FAILED
            T9 APPROVED > RUNNING
            """;

    @Test
    void theMovesAreThoseOfTheProtocol() {
        String declared = Arrays.stream(Move.values())
                .flatMap(move -> Arrays.stream(Phase.values())
                        .filter(move::startsIn)
                        .map(phase -> move.number() + " " + phase + " > " + move.from(phase)))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(declared).isEqualTo(TABLE);
    }

    @Test
    @Tag("I4")
    void nothingLeavesAFinalStatus() {
        for (Phase last : EnumSet.of(Phase.REJECTED, Phase.EXECUTED, Phase.EXPIRED, Phase.FAILED)) {
            for (Move move : Move.values()) {
                if (move.startsIn(last)) {
                    assertThat(move.from(last)).as("%s from %s", move, last).isEqualTo(last);
                }
            }
        }
    }

    @Test
    void everyStatusButPendingAndApprovedIsFinal() {
        assertThat(Arrays.stream(ProposalStatus.values()).filter(ProposalStatus::isFinal))
                .containsExactlyInAnyOrder(
                        ProposalStatus.REJECTED,
                        ProposalStatus.EXECUTED,
                        ProposalStatus.EXPIRED,
                        ProposalStatus.FAILED);
    }

    @Test
    void everyPlaceWithEveryChangeIsAsTheTableSays() {
        Map<String, String> seen = new TreeMap<>();
        for (Places place : Places.values()) {
            Proposal proposal = place.proposal();
            for (Change change : Changes.every(proposal)) {
                String pair = place + " " + change.getClass().getSimpleName();
                seen.put(pair, outcome(Lifecycle.apply(proposal, change, fit(proposal, change), id())));
            }
        }

        assertThat(seen).isEqualTo(Places.expected());
        assertThat(seen)
                .hasSize(Places.values().length
                        * Changes.every(Places.PENDING.proposal()).size());
    }

    @Test
    void everyMoveIsReachedByTheMatrix() {
        Set<String> reached = Places.expected().values().stream()
                .filter(outcome -> outcome.startsWith("T"))
                .collect(Collectors.toSet());
        reached.addAll(List.of("T1", "T2", "T19"));

        assertThat(reached)
                .isEqualTo(Arrays.stream(Move.values()).map(Move::number).collect(Collectors.toSet()));
    }

    @Test
    @Tag("I6")
    void everyTransitionButAHeartbeatMakesAVersionAndLeavesItsId() {
        for (Places place : Places.values()) {
            Proposal proposal = place.proposal();
            for (Change change : Changes.every(proposal)) {
                requireVersioned(proposal, change);
            }
        }
    }

    private static void requireVersioned(Proposal before, Change change) {
        var transition = id();
        if (Lifecycle.apply(before, change, fit(before, change), transition) instanceof Step.Made made) {
            boolean heartbeat = made.move() == Move.HEARTBEAT;
            assertThat(made.after().version()).isEqualTo(before.version() + (heartbeat ? 0 : 1));
            assertThat(made.after().state().lastTransition().equals(transition)).isEqualTo(!heartbeat);
            assertThat(made.after().content()).isSameAs(before.content());
            assertThat(made.after().validUntil()).isEqualTo(before.validUntil());
            assertThat(made.after().phase()).isEqualTo(made.move().from(before.phase()));
        }
    }

    @Test
    @Tag("T9")
    @Tag("I8")
    void whatWasNotApprovedInTheseWordsIsNotClaimed() {
        Proposal approved = Places.APPROVED.proposal();
        Proposal damaged = approved.in(approved.state().with(Review.decidedByPolicy("policy:x@1", "another hash")));

        assertThat(outcome(Lifecycle.apply(damaged, Changes.claim("w"), Circumstances.clear(NOW), id())))
                .isEqualTo("ARGS_CHANGED");
    }

    @Test
    @Tag("I2")
    void whatMustNotBeRepeatedIsNotClaimedAfterAPossibleEffect() {
        Proposal approved = Lifecycle.park(newId(), aRefund().content(), NOW, id());
        Proposal waiting = approved.in(Places.BETWEEN_ATTEMPTS.proposal().state());

        assertThat(outcome(Lifecycle.apply(waiting, Changes.claim("w"), Circumstances.clear(NOW), id())))
                .isEqualTo("NOT_REPEATABLE");
    }

    @Test
    @Tag("I2b")
    void noMoreStartsThanItMayHave() {
        Proposal waiting = Places.BETWEEN_ATTEMPTS.proposal();
        Proposal used = Lifecycle.park(newId(), aTicket().startedAtMost(1).content(), NOW, id())
                .in(waiting.state());

        assertThat(outcome(Lifecycle.apply(used, Changes.claim("w"), Circumstances.clear(NOW), id())))
                .isEqualTo("NO_ATTEMPT_LEFT");
    }

    @Test
    void onlyWhatNeedsApprovalIsParkedAndOnlyWhatIsAllowedStarts() {
        NewProposal parked = aRefund().build();
        NewProposal allowed = aRefund().allowed().build();

        assertThatThrownBy(() -> Lifecycle.park(allowed.id(), allowed.content(), NOW, id()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Lifecycle.start(parked.id(), parked.content(), NOW, id(), Changes.claim("proposer")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("P2")
    void theSweeperSaysWhyAnApprovedCallWasNotStarted() {
        Proposal approved = Places.APPROVED.proposal();
        Circumstances late = new Circumstances(approved.validUntil(), true, true);

        assertThat(Lifecycle.due(approved, late, Changes.GRACE)).isEqualTo(new Change.Expire(ReasonCode.TOOL_OFF));
        assertThat(Lifecycle.due(Places.PENDING.proposal(), late, Changes.GRACE))
                .isEqualTo(new Change.Expire(null));
        assertThat(Lifecycle.due(Places.FAILED.proposal(), late, Changes.GRACE)).isNull();
        assertThat(Lifecycle.due(approved, Circumstances.clear(NOW), Changes.GRACE))
                .isNull();
    }

    @Test
    @Tag("A2")
    void nobodyApprovesWhatNamesNobody() {
        Proposal parked = Lifecycle.park(
                newId(), aRefund().parkedFor(Verdict.requireApproval()).content(), NOW, id());

        assertThat(List.of(People.EVE, People.SAM, People.ANN))
                .noneMatch(person -> Entitlement.mayApprove(parked, person))
                .noneMatch(person -> Entitlement.mayReject(parked, person));
        assertThat(Approvers.byRole("a").isNobody()).isFalse();
    }

    /** The time at which nothing but the table stands against the change. */
    private static Circumstances fit(Proposal proposal, Change change) {
        if (change instanceof Change.Expire) {
            return Circumstances.clear(proposal.validUntil());
        }
        return Circumstances.clear(change instanceof Change.Reap ? NOW.plus(Duration.ofMinutes(5)) : NOW);
    }

    private static String outcome(Step step) {
        return step instanceof Step.Made made
                ? made.move().number()
                : ((Step.Refused) step).refusal().toString();
    }

    static UUID id() {
        return SequentialIds.IDS.next();
    }

    static ProposalId newId() {
        return new ProposalId(id());
    }
}
