package io.toolgateway.store;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.BEA;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.EventType;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.testkit.Race;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What reviewers do besides yes and no, and what time does for them: through a gateway on the store. */
@Tag("A2")
@Tag("A3")
abstract class DecisionContract extends StoreContract {

    private static final int RACES = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(1);

    private final List<String> ran = new CopyOnWriteArrayList<>();

    DecisionContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    private Gateway gateway(Verdict verdict) {
        return Gateway.builder()
                .tools(ToolRegistry.of(Tool.named("refund")
                        .arguments(
                                "{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"integer\",\"minimum\":1}},"
                                        + "\"required\":[\"amount\"],\"additionalProperties\":false}")
                        .idempotent()
                        .callableByAnyone()
                        .handledBy(call -> {
                            ran.add(Long.toString(call.arguments().integer("amount")));
                            return ToolResult.success();
                        })))
                .policy(Policy.named("p", "1").otherwise(verdict))
                .budget(Budget.named("refunds")
                        .of("refund")
                        .adding("amount")
                        .perTenant()
                        .perDay(ZoneOffset.UTC)
                        .atMost("1000"))
                .store(store)
                .trustingRolesAsProposed()
                .withoutLogging()
                .build();
    }

    private ReviewItem parked(Gateway gateway, int amount) {
        Request request = Request.of("r").keyedBy(SequentialIds.IDS.next().toString());
        ProposalId id = Objects.requireNonNull(
                gateway.propose(ToolCall.of("refund", "{\"amount\":" + amount + "}"), ANN, request)
                        .proposalId(),
                "not parked");
        return gateway.approvals().find(id, SAM).orElseThrow();
    }

    private static EditResult edit(Gateway gateway, ReviewItem item, int amount) {
        return gateway.approvals().edit(item.seen(), "{\"amount\":" + amount + "}", SAM, "less");
    }

    private static ReviewItem edited(Gateway gateway, ReviewItem item, int amount) {
        return ((EditResult.Revised) edit(gateway, item, amount)).item();
    }

    private Phase phase(ReviewItem item) {
        return phaseOf(item.first());
    }

    @Test
    @Tag("T5s")
    void theEditedCallRunsAndTheOneBeforeIsKept() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        ReviewItem before = parked(gateway, 900);

        ReviewItem after = edited(gateway, before, 400);
        gateway.approvals().approve(after.id(), after.hash(), SUE);
        gateway.executor().runOnce();

        assertThat(ran).containsExactly("400");
        Proposal old = scenario.now(before.first());
        assertThat(old.state().reason()).isEqualTo(ReasonCode.SUPERSEDED);
        assertThat(old.content()).isEqualTo(before.first().content());
        Proposal done = scenario.now(after.first());
        assertThat(done.phase()).isEqualTo(Phase.EXECUTED);
        assertThat(done.content().revises()).isEqualTo(old.id());
        assertThat(done.content().editedBy()).isEqualTo(SAM.userId());
    }

    @Test
    @Tag("T5s")
    @Tag("P5")
    void anEditGivesBackAndTakesInOneTransaction() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        ReviewItem before = parked(gateway, 900);

        assertThat(edit(gateway, before, 1001)).isInstanceOf(EditResult.NotMade.class);
        assertThat(phase(before)).isEqualTo(Phase.PENDING);
        ReviewItem after = edited(gateway, before, 1000);
        ReviewItem least = edited(gateway, after, 100);

        assertThat(phase(least)).isEqualTo(Phase.PENDING);
        assertThat(parked(gateway, 900).isPending()).isTrue();
    }

    @Test
    @Tag("T5s")
    void ofAnApprovalAndAnEditAtOnceOneStands() throws InterruptedException {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        try (Race race = new Race(2)) {
            for (int i = 0; i < Math.min(RACES, setup.races()); i++) {
                ReviewItem before = parked(gateway, 5);
                List<Object> results = race.run(
                        () -> gateway.approvals().approve(before.id(), before.hash(), SUE),
                        () -> edit(gateway, before, 4));

                boolean isApproved = results.get(0) instanceof ReviewResult.Accepted;
                boolean isEdited = results.get(1) instanceof EditResult.Revised;
                assertThat(isApproved).as("%s", results).isNotEqualTo(isEdited);
                assertThat(phase(before)).isEqualTo(isApproved ? Phase.APPROVED : Phase.REJECTED);
            }
        }
    }

    @Test
    @Tag("T5s")
    void ofTwoEditsAtOnceOneStands() throws InterruptedException {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        try (Race race = new Race(2)) {
            for (int i = 0; i < Math.min(RACES, setup.races()); i++) {
                ReviewItem before = parked(gateway, 5);
                List<EditResult> results = race.run(() -> edit(gateway, before, 4), () -> edit(gateway, before, 3));

                assertThat(results.stream().filter(EditResult.Revised.class::isInstance))
                        .as("%s", results)
                        .hasSize(1);
            }
        }
        assertThat(store.count(ProposalQuery.of(ACME))).isEqualTo(2L * Math.min(RACES, setup.races()));
    }

    @Test
    @Tag("A1")
    void severalAreApprovedAtOnceAndOneThatCannotBeKeepsNoneBack() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        ReviewItem first = parked(gateway, 1);
        ReviewItem taken = parked(gateway, 2);
        ReviewItem second = parked(gateway, 3);
        gateway.approvals().withdraw(taken.id(), taken.hash(), ANN, null);

        List<ReviewResult> results =
                gateway.approvals().approveAll(List.of(first.seen(), taken.seen(), second.seen()), SAM, "fine");

        assertThat(results)
                .hasExactlyElementsOfTypes(
                        ReviewResult.Accepted.class, ReviewResult.AlreadyDecided.class, ReviewResult.Accepted.class);
        assertThat(gateway.executor().runOnce()).isEqualTo(2);
    }

    @Test
    @Tag("T4e")
    void whoIsNamedForLaterIsLetInOnceTheTimeHasComeWhoeverLooks() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")).escalatingTo(byRole("billing_admin"), SOON));
        ReviewItem item = parked(gateway, 1);
        ReviewItem decided = parked(gateway, 2);
        gateway.approvals().reject(decided.id(), decided.hash(), SAM, null);

        clock.advance(SOON);
        sweepUntilOpen(gateway, item);
        gateway(requireApproval(byRole("supervisor"))).executor().sweep();

        assertThat(typesOf(item.first())).containsExactly(EventType.PARKED, EventType.WIDENED);
        assertThat(typesOf(decided.first())).containsExactly(EventType.PARKED, EventType.REJECTED);
        assertThat(gateway.approvals().approve(item.id(), item.hash(), BEA)).isInstanceOf(ReviewResult.Accepted.class);
    }

    private void sweepUntilOpen(Gateway gateway, ReviewItem item) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        gateway.executor().sweep();
        while (typesOf(item.first()).size() < 2 && System.nanoTime() < end) {
            Thread.onSpinWait();
            gateway.executor().sweep();
        }
    }

    @Test
    @Tag("T4e")
    void nobodyIsLetInBeforeTheTime() {
        needsVirtualClock();
        Duration hour = Duration.ofHours(1);
        Gateway gateway = gateway(requireApproval(byRole("supervisor")).escalatingTo(byRole("billing_admin"), hour));
        ReviewItem item = parked(gateway, 1);

        clock.set(item.first().createdAt().plus(hour).minus(setup.tick()));
        gateway.executor().sweep();
        assertThat(typesOf(item.first())).containsExactly(EventType.PARKED);
        clock.set(item.first().createdAt().plus(hour));
        gateway.executor().sweep();

        assertThat(typesOf(item.first())).containsExactly(EventType.PARKED, EventType.WIDENED);
    }

    @Test
    @Tag("T4e")
    void anEditedCallIsEscalatedFromItsOwnTime() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")).escalatingTo(byRole("billing_admin"), SOON));
        ReviewItem after = edited(gateway, parked(gateway, 10), 9);

        clock.advance(SOON);
        sweepUntilOpen(gateway, after);

        assertThat(gateway.approvals().approve(after.id(), after.hash(), BEA))
                .isInstanceOf(ReviewResult.Accepted.class);
    }
}
