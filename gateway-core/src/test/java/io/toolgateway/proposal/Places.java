package io.toolgateway.proposal;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Verdict;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a proposal can stand, as far as the moves differ, and which move each change makes from there. */
enum Places {
    PENDING("Approve T4, Reject T5, Withdraw T5w, Supersede T5s, Widen T4e, Delegate T4e, Expire T6"),
    LACKING_TWO_VOTES("Approve T4v, Reject T5, Withdraw T5w, Supersede T5s, Widen T4e, Delegate T4e, Expire T6"),
    APPROVED("Expire T7, Claim T9, Abandon T17"),
    BETWEEN_ATTEMPTS("Expire T8, Claim T9, Abandon T17"),
    RUNNING("Heartbeat T10, Release T11, Retry T12, Finish T13, Fail T14, Reap T15"),
    RUNNING_UNREPEATABLE("Heartbeat T10, Release T11, Retry T12, Finish T13, Fail T14, Reap T16"),
    REJECTED(""),
    EXECUTED(""),
    EXPIRED(""),
    FAILED("Resolve T18, Reconcile T18"),
    FAILED_WITHOUT_EFFECT(""),
    SETTLED("Resolve ALREADY_SETTLED, Reconcile ALREADY_SETTLED");

    private static final Instant NOW = SettableClock.START;

    private static final List<String> CHANGES = List.of(
            "Approve",
            "Reject",
            "Withdraw",
            "Supersede",
            "Widen",
            "Delegate",
            "Expire",
            "Claim",
            "Heartbeat",
            "Release",
            "Retry",
            "Finish",
            "Fail",
            "Reap",
            "Abandon",
            "Resolve",
            "Reconcile");

    private final Map<String, String> moves = new LinkedHashMap<>();

    Places(String moves) {
        for (String pair : moves.isEmpty() ? new String[0] : moves.split(", ")) {
            this.moves.put(pair.split(" ")[0], pair.split(" ")[1]);
        }
    }

    /** Each place with each change, and the number of the move, or that there is none. */
    static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (Places place : values()) {
            CHANGES.forEach(
                    change -> expected.put(place + " " + change, place.moves.getOrDefault(change, "WRONG_STATUS")));
        }
        return expected;
    }

    /** A proposal that stands here. */
    Proposal proposal() {
        return switch (this) {
            case PENDING -> parked(aTicket());
            case LACKING_TWO_VOTES ->
                parked(aTicket()
                        .parkedFor(Verdict.requireApproval(Approvers.byRole("supervisor"))
                                .from(2)));
            case APPROVED -> approved(aTicket());
            case BETWEEN_ATTEMPTS -> after(running(aTicket()), Changes.retry(running(aTicket()), Duration.ZERO));
            case RUNNING -> running(aTicket());
            case RUNNING_UNREPEATABLE -> running(aRefund());
            case REJECTED -> after(parked(aTicket()), Changes.reject(SAM));
            case EXECUTED -> after(running(aTicket()), Changes.finish(running(aTicket())));
            case EXPIRED -> late(parked(aTicket()));
            case FAILED -> after(running(aTicket()), Changes.failUnknown(running(aTicket())));
            case FAILED_WITHOUT_EFFECT -> after(running(aTicket()), Changes.failWithoutEffect(running(aTicket())));
            case SETTLED -> after(FAILED.proposal(), Changes.resolve(SAM));
        };
    }

    private static Proposal parked(ProposalBuilder proposal) {
        return Lifecycle.park(LifecycleTest.newId(), proposal.content(), NOW, LifecycleTest.id());
    }

    private static Proposal approved(ProposalBuilder proposal) {
        Proposal parked = parked(proposal);
        return after(parked, Changes.approve(parked, SAM));
    }

    private static Proposal running(ProposalBuilder proposal) {
        return after(approved(proposal), Changes.claim("worker-1"));
    }

    private static Proposal late(Proposal proposal) {
        return after(proposal, Changes.expire(), Circumstances.clear(proposal.validUntil()));
    }

    private static Proposal after(Proposal proposal, Change change) {
        return after(proposal, change, Circumstances.clear(NOW));
    }

    private static Proposal after(Proposal proposal, Change change, Circumstances around) {
        return ((Step.Made) Lifecycle.apply(proposal, change, around, LifecycleTest.id())).after();
    }
}
