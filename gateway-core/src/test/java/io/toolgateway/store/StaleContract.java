package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Problem;
import io.toolgateway.audit.Timeline;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.testkit.Looking;
import io.toolgateway.testkit.Race;
import io.toolgateway.tool.MaterialState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The stale story of the source documents ("the parts that will bite you", the second): someone edits the record by hand between
 * proposal and execution; the edit survives, the record says why, and the model is told the truth. And how it goes on.
 */
@Tag("E2")
@Tag("E3")
@Tag("T17")
abstract class StaleContract extends StoreContract {

    private static final int RACES = 10;

    private PriceDesk desk;

    @SuppressWarnings("NullAway.Init")
    StaleContract(StoreSetup setup) {
        super(setup);
    }

    private PriceDesk desk() {
        desk = new PriceDesk(store);
        return desk;
    }

    private String amount() {
        return Objects.requireNonNull(desk.price.get()).amount().toPlainString();
    }

    @Test
    void aManualEditSurvivesAndTheModelIsToldWhatChanged() {
        ProposalId id = desk().approved();
        desk.price.updateAndGet(now -> Objects.requireNonNull(now).at("15.75"));

        Outcome outcome = desk.run(id);

        assertThat(amount()).isEqualTo("15.75");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Stale.class,
                        stale -> assertThat(stale.changed()).containsExactly("price"));
        assertThat(outcome.messageForModel())
                .isEqualTo("Not done: what it was about has changed since it was proposed (price). Nothing has been"
                        + " overwritten. Look at the new state and propose again if it is still wanted.");
        assertThat(outcome.text())
                .contains("\"status\":\"stale\"")
                .contains("\"changed\":[\"price\"]")
                .doesNotContain("12.5", "15.75");
        assertThat(outcome.isError()).isTrue();
    }

    @Test
    @Tag("O2")
    void theRecordSaysWhyItDidNotRunAndPeopleSeeBothValues() {
        ProposalId id = desk().stale();

        Proposal ended = desk.stored(id);
        assertThat(ended.state().reason()).isEqualTo(ReasonCode.STALE_STATE);
        assertThat(ended.state().progress().effect()).isEqualTo(EffectState.NONE);
        assertThat(ended.state().progress().attempt()).isZero();
        Execution found = Objects.requireNonNull(ended.state().execution());
        assertThat(found.isOfStart()).isFalse();
        assertThat(Objects.requireNonNull(found.result()).data())
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(Map.of(
                        "changed",
                        List.of(Map.of(
                                "name", "price", "approved", new BigDecimal("12.5"), "now", new BigDecimal("15.75")))));
        List<AuditEvent> events = eventsOf(ended);
        assertThat(typesOf(ended)).doesNotContain(EventType.EXECUTED);
        assertThat(events.get(events.size() - 1).problem())
                .isEqualTo(Problem.of(
                        ErrorKind.PERMANENT,
                        "stale_state",
                        "what it is about has changed since it was proposed: price; nothing was overwritten."));
        assertThat(Timeline.of(desk.gateway.timeline("req-price", ANN)).toString())
                .contains("permanent stale_state: what it is about has changed since it was proposed: price; nothing");
    }

    @Test
    void whatDoesNotMatterMayChange() {
        ProposalId id = desk().approved();
        desk.price.updateAndGet(now -> Objects.requireNonNull(now).in("red").at("12.500"));

        assertThat(desk.run(id)).isInstanceOf(Outcome.Executed.class);
        assertThat(amount()).isEqualTo("20");
        assertThat(Objects.requireNonNull(desk.price.get()).colour()).isEqualTo("red");
    }

    @Test
    void anEditBetweenTheLastLookAndTheWriteIsFoundByTheHandler() {
        ProposalId id = desk().approved();
        desk.meanwhile =
                () -> desk.price.updateAndGet(now -> Objects.requireNonNull(now).at("15.75"));

        Outcome outcome = desk.run(id);

        assertThat(amount()).isEqualTo("15.75");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Stale.class,
                        stale -> assertThat(stale.changed()).containsExactly("price"));
        Proposal ended = desk.stored(id);
        assertThat(ended.state().reason()).isEqualTo(ReasonCode.STALE_STATE);
        assertThat(ended.state().progress().effect()).isEqualTo(EffectState.NONE);
        List<AuditEvent> events = eventsOf(ended);
        assertThat(Objects.requireNonNull(events.get(events.size() - 1).problem())
                        .code())
                .isEqualTo("stale_state");
    }

    @Test
    void whatIsGoneIsNotAsItWasApproved() {
        ProposalId id = desk().approved();
        desk.price.set(null);

        assertThat(desk.run(id))
                .isInstanceOfSatisfying(
                        Outcome.Stale.class,
                        stale -> assertThat(stale.changed()).isEmpty());
        assertThat(desk.price.get()).isNull();
    }

    @Test
    void aStateThatCannotBeReadIsAskedAgain() {
        needsVirtualClock();
        ProposalId id = desk().approved();
        desk.looking = () -> {
            throw new IllegalStateException("no answer");
        };
        assertThat(desk.run(id)).isInstanceOf(Outcome.InProgress.class);
        assertThat(amount()).isEqualTo("12.50");

        desk.looking = () -> {};
        clock.advance(Duration.ofSeconds(6));

        assertThat(desk.run(id)).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void whatHasNoStateToCompareIsNotProposed() {
        desk().price.set(null);
        assertThat(desk.propose())
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.code()).isEqualTo("check_failed"));

        desk.looking = () -> {
            throw new IllegalStateException("no answer");
        };
        assertThat(desk.propose()).isInstanceOf(Outcome.Denied.class);
    }

    @Test
    @Tag("T5s")
    void whatEndedStaleIsProposedAgainOnTheNewState() {
        ProposalId id = desk().stale();

        Outcome again = desk.gateway.proposeAgain(id, ANN).orElseThrow();

        assertThat(again).isInstanceOf(Outcome.Pending.class);
        Proposal second = desk.stored(Objects.requireNonNull(again.proposalId()));
        Proposal first = desk.stored(id);
        assertThat(second.id()).isNotEqualTo(id);
        assertThat(second.content().revises()).isEqualTo(id);
        assertThat(second.arguments()).isEqualTo(first.arguments());
        assertThat(second.content().origin())
                .usingRecursiveComparison()
                .isEqualTo(first.content().origin());
        assertThat(second.content().arguments().idempotencyKey())
                .isNotEqualTo(first.content().arguments().idempotencyKey());
        assertThat(Objects.requireNonNull(MaterialState.ofText(Objects.requireNonNull(
                                second.content().arguments().resourceVersion())))
                        .decimal("price"))
                .isEqualByComparingTo("15.75");
        assertThat(desk.run(desk.approved(again))).isInstanceOf(Outcome.Executed.class);
        assertThat(amount()).isEqualTo("20");
        assertThat(desk.gateway.outcome(id, ANN).orElseThrow()).isInstanceOf(Outcome.Stale.class);
    }

    @Test
    @Tag("I14")
    void askedAgainTwiceItIsOneProposal() {
        ProposalId id = desk().stale();

        Outcome first = desk.gateway.proposeAgain(id, ANN).orElseThrow();
        Outcome repeated = desk.gateway.proposeAgain(id, ANN).orElseThrow();

        assertThat(repeated.proposalId()).isEqualTo(first.proposalId());
        assertThat(repeated.call().replayed()).isTrue();
        desk.run(desk.approved(first));
        assertThat(desk.gateway.proposeAgain(id, ANN).orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Executed.class,
                        executed -> assertThat(executed.proposalId()).isEqualTo(first.proposalId()));
    }

    @Test
    @Tag("I14")
    void twoThatAskAtOnceMakeOneProposal() throws InterruptedException {
        try (Race race = new Race(2)) {
            for (int i = 0; i < RACES; i++) {
                ProposalId id = desk().stale();

                List<ProposalId> made = race.run(
                        () -> desk.gateway.proposeAgain(id, ANN).orElseThrow().proposalId(),
                        () -> desk.gateway.proposeAgain(id, ANN).orElseThrow().proposalId());

                Set<ProposalId> distinct = new HashSet<>(made);
                assertThat(distinct).hasSize(1).doesNotContain(id);
            }
        }
        assertThat(store.count(ProposalQuery.of(ACME))).isEqualTo(2 * RACES);
    }

    @Test
    @Tag("P6")
    @Tag("I18")
    void onlyWhoAskedProposesAgain() {
        ProposalId id = desk().stale();

        assertThat(desk.gateway.proposeAgain(id, SAM)).isEmpty();
        assertThat(desk.gateway.proposeAgain(id, MAX)).isEmpty();
        assertThat(store.count(ProposalQuery.of(ACME))).isEqualTo(1);
    }

    @Test
    @Tag("P5")
    void itIsJudgedAnew() {
        ProposalId id = desk().stale();
        desk.permitted = false;

        assertThat(desk.gateway.proposeAgain(id, ANN).orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.code()).isEqualTo("not_found"));
        assertThat(store.count(ProposalQuery.of(ACME))).isEqualTo(1);
    }

    @Test
    void whatEndedOtherwiseIsNotProposedAgain() {
        Outcome pending = desk().propose();
        requireAsItStands(pending, Outcome.Pending.class);
        Looking.reject(desk.gateway.approvals(), Objects.requireNonNull(pending.proposalId()), SAM, "no");
        requireAsItStands(pending, Outcome.Rejected.class);
        Outcome other = desk().propose();
        desk.run(desk.approved(other));
        requireAsItStands(other, Outcome.Executed.class);
        assertThat(store.count(ProposalQuery.of(ACME))).isEqualTo(2);
    }

    private void requireAsItStands(Outcome outcome, Class<? extends Outcome> expected) {
        ProposalId id = Objects.requireNonNull(outcome.proposalId());
        assertThat(desk.gateway.proposeAgain(id, ANN).orElseThrow())
                .isInstanceOfSatisfying(
                        expected, same -> assertThat(same.proposalId()).isEqualTo(id));
    }

    @Test
    void whatNobodyDecidedInTimeIsProposedAgain() {
        needsVirtualClock();
        ProposalId id = Objects.requireNonNull(desk().propose().proposalId());
        toDeadlineOf(desk.stored(id));
        scenario.sweep();

        assertThat(desk.gateway.proposeAgain(id, ANN).orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Pending.class,
                        again -> assertThat(again.proposalId()).isNotEqualTo(id));
    }
}
