package io.toolgateway.notification;

import static io.toolgateway.notification.NotificationKind.CREATED;
import static io.toolgateway.notification.NotificationKind.DECIDED;
import static io.toolgateway.notification.NotificationKind.ESCALATED;
import static io.toolgateway.notification.NotificationKind.EXECUTED;
import static io.toolgateway.notification.NotificationKind.EXPIRED;
import static io.toolgateway.notification.NotificationKind.FAILED;
import static io.toolgateway.notification.NotificationKind.REMINDER;
import static io.toolgateway.notification.NotificationKind.UNKNOWN;
import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.BEA;
import static io.toolgateway.testkit.People.EVE;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.toolgateway.caller.Audience;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.TakeRequest;
import io.toolgateway.testkit.Changes;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which moves are told, and whom, by role and tenant. */
@Tag("A8")
class MoveNewsTest {

    private static final Audience SUPERVISORS = Audience.ofRoles("supervisor");
    private static final Audience ASKER = Audience.ofUser(ANN.userId());

    private final List<Notification> told = new ArrayList<>();
    private final Desk desk = new Desk(Notifications.to(Subscription.of("list", notification -> {
        told.add(notification);
        return Delivery.delivered();
    })));

    @Test
    void whatIsNewIsForThoseWhoMayDecideIt() {
        Proposal parked = desk.insert(aRefund());

        Notification created = only(CREATED);
        assertThat(created.audience()).isEqualTo(SUPERVISORS);
        assertThat(created.tenant()).isEqualTo(parked.tenant());
        assertThat(created.proposal()).isEqualTo(parked.id());
        assertThat(created.tool()).isEqualTo("process_refund");
        assertThat(created.askedBy()).isEqualTo(ANN.userId());
        assertThat(created.occurredAt()).isEqualTo(desk.clock.instant());
        assertThat(created.validUntil()).isEqualTo(parked.validUntil());
    }

    @Test
    void whatIsToBeConfirmedIsForWhoeverAsked() {
        desk.insert(aRefund().parkedFor(byCaller()));
        assertThat(only(CREATED).audience()).isEqualTo(ASKER);
        told.clear();
        desk.insert(aRefund().parkedFor(byCaller().or(byRole("billing_admin"))));
        assertThat(only(CREATED).audience()).isEqualTo(new Audience(Set.of("billing_admin"), Set.of(ANN.userId())));
    }

    @Test
    void theNextStageIsNewToItsOwnApprovers() {
        Verdict.RequireApproval both =
                Verdict.requireApproval(byRole("supervisor")).from(2).then(byRole("billing_admin"));
        Proposal parked = desk.insert(aRefund().parkedFor(both));
        assertThat(only(CREATED).audience()).isEqualTo(SUPERVISORS);
        told.clear();

        parked = desk.made(parked, Changes.approve(parked, SAM));
        assertThat(tell()).isEmpty();
        parked = desk.made(parked, Changes.approve(parked, SUE));
        assertThat(only(CREATED).audience()).isEqualTo(Audience.ofRoles("billing_admin"));
        told.clear();
        desk.made(parked, Changes.approve(parked, BEA));
        assertThat(only(DECIDED).audience()).isEqualTo(ASKER);
    }

    @Test
    void whoMayDecideAsWellIsToldOnEscalation() {
        Proposal parked = desk.insert(aRefund());
        tell();
        told.clear();

        desk.made(parked, Changes.widen(parked, byRole("billing_admin")));

        assertThat(only(ESCALATED).audience()).isEqualTo(Audience.ofRoles("billing_admin", "supervisor"));
    }

    @Test
    void whatWasDecidedIsForWhoeverAskedAndWhatWasTakenBackForThoseWhoWereAsked() {
        Proposal approved = desk.scenario.insert(aRefund());
        desk.made(approved, Changes.approve(approved, SAM));
        Proposal rejected = desk.scenario.insert(aRefund());
        desk.made(rejected, Changes.reject(SAM));
        Proposal superseded = desk.scenario.insert(aRefund());
        desk.made(superseded, Changes.supersede(superseded, SAM));
        Proposal withdrawn = desk.scenario.insert(aRefund());
        desk.made(withdrawn, Changes.withdraw(ANN));

        assertThat(tell())
                .extracting(Notification::kind, Notification::detail, Notification::audience)
                .containsExactly(
                        tuple(DECIDED, "approved", ASKER),
                        tuple(DECIDED, "declined", ASKER),
                        tuple(DECIDED, "superseded", ASKER),
                        tuple(DECIDED, "withdrawn", SUPERVISORS));
    }

    @Test
    void whoeverAskedHearsHowItEnded() {
        Proposal executed = desk.running(aRefund());
        desk.made(executed, Changes.finish(executed));
        Proposal failed = desk.running(aRefund());
        desk.made(failed, Changes.failWithoutEffect(failed));
        Proposal stale = desk.scenario.approved(aRefund(), SAM);
        desk.made(stale, Changes.abandon());

        assertThat(tell())
                .extracting(Notification::kind, Notification::detail, Notification::audience)
                .containsExactly(
                        tuple(EXECUTED, null, ASKER),
                        tuple(FAILED, "handler_failed", ASKER),
                        tuple(FAILED, "stale_state", ASKER));
    }

    @Test
    @Tag("I9")
    void whatIsNotKnownIsForThoseWhoCanFindOutToo() {
        Proposal running = desk.running(aRefund());
        desk.made(running, Changes.failUnknown(running));

        Notification unknown = only(UNKNOWN);
        assertThat(unknown.audience())
                .isEqualTo(new Audience(Set.of("supervisor", Desk.SETTLER), Set.of(ANN.userId())));
        assertThat(unknown.detail()).isEqualTo("outcome_unknown");
    }

    @Test
    void whatTheSweeperEndsIsTold() {
        Proposal pending = desk.scenario.insert(aRefund());
        desk.scenario.approved(aRefund().by(EVE), SAM);
        desk.scenario.running(aTicket().startedAtMost(1));
        desk.clock.set(pending.validUntil().plus(Changes.LEASE).plus(Changes.GRACE));
        desk.sweep();

        assertThat(tell())
                .extracting(Notification::kind, Notification::audience)
                .containsExactlyInAnyOrder(
                        tuple(EXPIRED, new Audience(Set.of("supervisor"), Set.of(ANN.userId()))),
                        tuple(EXPIRED, Audience.ofUser(EVE.userId())),
                        tuple(UNKNOWN, new Audience(Set.of("supervisor", Desk.SETTLER), Set.of(ANN.userId()))));
    }

    @Test
    void whatProposeAnswersIsNotToldAgainUnlessNobodyKnows() {
        Proposal done = desk.insert(aTicket().allowed());
        desk.made(done, Changes.finish(done));
        Proposal failed = desk.insert(aTicket().allowed());
        desk.made(failed, Changes.failWithoutEffect(failed));
        Proposal unknown = desk.insert(aRefund().allowed());
        desk.made(unknown, Changes.failUnknown(unknown));

        assertThat(tell()).extracting(Notification::kind).containsExactly(UNKNOWN);
    }

    @Test
    @Tag("A6")
    void aChainIsToldAsOne() {
        List<Proposal> steps = desk.insertChain(aRefund(), aTicket());
        assertThat(tell()).extracting(Notification::kind).containsExactly(CREATED);
        assertThat(told.get(0).proposal()).isEqualTo(steps.get(0).id());
        told.clear();
        Proposal first = desk.made(steps.get(0), Changes.approve(steps.get(0), SAM));
        Proposal second = desk.made(steps.get(1), Changes.approve(steps.get(1), SAM));
        assertThat(tell()).extracting(Notification::kind).containsExactly(DECIDED);
        told.clear();
        first = desk.made(first, Changes.claim("worker-1"));
        desk.made(first, Changes.finish(first));
        assertThat(tell()).isEmpty();
        second = desk.made(second, Changes.claim("worker-1"));
        desk.made(second, Changes.finish(second));
        assertThat(tell()).extracting(Notification::kind).containsExactly(EXECUTED);
    }

    @Test
    @Tag("A6")
    void theStepThatBreaksAChainIsToldAndNotThoseBehindIt() {
        List<Proposal> steps = desk.insertChain(aRefund(), aTicket());
        Proposal first = desk.scenario.made(steps.get(0), Changes.approve(steps.get(0), SAM));
        Proposal second = desk.scenario.made(steps.get(1), Changes.approve(steps.get(1), SAM));
        tell();
        told.clear();

        first = desk.made(first, Changes.claim("worker-1"));
        desk.made(first, Changes.failWithoutEffect(first));
        desk.made(second, Changes.abandon(ReasonCode.CHAIN_ABORTED, ToolResult.failure("chain_aborted", "Broken.")));

        assertThat(tell()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(FAILED);
            assertThat(one.proposal()).isEqualTo(steps.get(0).id());
        });
    }

    @Test
    void whatStillWaitsIsRemindedOfOnceBeforeItExpires() {
        Proposal parked = desk.insert(aRefund().validFor(Duration.ofHours(4)));
        tell();
        told.clear();
        desk.clock.set(parked.validUntil().minus(Duration.ofMinutes(30)).minusNanos(1));
        assertThat(tell()).isEmpty();
        desk.clock.advance(Duration.ofNanos(1));

        assertThat(only(REMINDER).audience()).isEqualTo(SUPERVISORS);
        assertThat(told.get(0).occurredAt()).isEqualTo(desk.clock.instant());
        desk.clock.advance(Duration.ofMinutes(10));
        assertThat(tell()).hasSize(1);
        assertThat(desk.store.outbox().take(TakeRequest.of("notification_list", 10, Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void aReminderIsForThoseWhoMayDecideByThen() {
        Proposal parked = desk.insert(aRefund());
        desk.made(parked, Changes.widen(parked, byRole("billing_admin")));
        tell();
        told.clear();
        desk.clock.set(parked.validUntil().minus(Duration.ofMinutes(30)));

        assertThat(only(REMINDER).audience()).isEqualTo(Audience.ofRoles("billing_admin", "supervisor"));
    }

    @Test
    void whatWasDecidedOrHasNoTimeIsNotRemindedOf() {
        Proposal decided = desk.insert(aRefund());
        desk.insert(aRefund().validFor(Duration.ofMinutes(30)));
        Proposal late = desk.insert(aRefund().validFor(Duration.ofHours(5)));
        desk.insert(aRefund().validFor(Outbox.KEPT_FOR.plus(Duration.ofDays(1))));
        desk.made(decided, Changes.reject(SAM));
        tell();
        told.clear();
        desk.clock.set(decided.validUntil().minus(Duration.ofMinutes(30)));
        assertThat(tell()).isEmpty();
        // Nobody was there to deliver it in time.
        desk.clock.set(late.validUntil());
        assertThat(tell()).isEmpty();
    }

    /** All that was told so far. */
    private List<Notification> tell() {
        desk.delivery.deliverDue();
        return told;
    }

    private Notification only(NotificationKind kind) {
        assertThat(tell())
                .singleElement()
                .satisfies(one -> assertThat(one.kind()).isEqualTo(kind));
        return told.get(0);
    }
}
