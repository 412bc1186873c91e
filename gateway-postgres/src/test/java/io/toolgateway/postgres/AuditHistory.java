package io.toolgateway.postgres;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Problem;
import io.toolgateway.audit.Subject;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Place;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;

/** Histories of every shape, of two tenants, for those who look at what is on record. */
final class AuditHistory {

    private static final int SHAPES = 10;

    private final ProposalStore store;
    private final Scenario scenario;

    AuditHistory(ProposalStore store) {
        this.store = store;
        this.scenario = new Scenario(store);
    }

    /** One more history; the number says which shape. */
    void write(int number) {
        switch (number % SHAPES) {
            case 0 -> finished();
            case 1 -> voted();
            case 2 -> chain();
            case 3 -> reach(Place.BETWEEN_ATTEMPTS);
            case 4 -> reach(Place.REJECTED);
            case 5 -> resolved();
            case 6 -> loose();
            case 7 -> ofTheOther();
            case 8 -> reach(Place.PENDING);
            default -> switched();
        }
    }

    private void finished() {
        Proposal running =
                scenario.running(aRefund().showing("{\"order_id\":\"ORD-12345\",\"amount\":\"[redacted]\"}"));
        scenario.made(
                running,
                Changes.finish(
                        running, ToolResult.success(List.of("lamp", 12.50)).withId("R-1")));
    }

    private void voted() {
        Proposal parked = scenario.insert(
                aRefund().parkedFor(requireApproval(byRole("supervisor")).from(2)));
        Proposal voted = scenario.made(parked, Changes.approve(parked, SAM));
        scenario.made(voted, Changes.approve(voted, SUE));
    }

    private void chain() {
        scenario.approvedChain(SAM, aRefund(), aTicket());
    }

    private void reach(Place place) {
        place.reach(scenario, new SettableClock());
    }

    private void resolved() {
        Proposal failed = Place.FAILED.reach(scenario, new SettableClock());
        scenario.made(failed, Changes.resolve(SAM));
    }

    private void loose() {
        Proposal parked = scenario.insert(aTicket());
        Subject subject = Subject.of(parked);
        store.record(List.of(
                AuditEvent.withoutProposal(
                        EventType.REFUSED,
                        parked.createdAt(),
                        subject,
                        null,
                        null,
                        Problem.of(ErrorKind.VALIDATION, "schema", "no")),
                AuditEvent.lateResult(
                        parked,
                        Execution.returned(ToolResult.success("late"), Duration.ofMillis(3)),
                        "worker-1",
                        parked.createdAt()),
                AuditEvent.replayed(subject, parked, parked.createdAt())));
    }

    private void ofTheOther() {
        Proposal running = scenario.insert(aTicket().by(MAX).allowed());
        scenario.made(running, Changes.finish(running));
        Proposal parked = scenario.insert(aTicket().by(MAX).parkedFor(byCaller()));
        scenario.made(parked, Changes.withdraw(MAX));
    }

    private void switched() {
        store.switches().off("some_tool", ACME, "sam");
        store.switches().on("some_tool", ACME, "sue");
        reach(Place.APPROVED);
    }
}
