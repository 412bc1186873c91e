package io.toolgateway.testkit.faults;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.Looking;
import io.toolgateway.testkit.checker.Answer;
import io.toolgateway.testkit.checker.Answer.Act;
import io.toolgateway.testkit.checker.Answer.Told;
import io.toolgateway.tool.ToolCall;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Proposes, approves, rejects, lets expire and repeats, call by call, and writes down every answer. Safe for concurrent use. */
public final class Client {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    /** After so many tries without an answer a client gives up; another one may go on where it stopped. */
    private static final int TRIES = 400;

    private final String name;
    private final Gateway gateway;
    private final AnswerFile answers;

    Client(String name, Gateway gateway, AnswerFile answers) {
        this.name = name;
        this.gateway = gateway;
        this.answers = answers;
    }

    /** The n-th call: what kind it is, and what happens to it, follows from its number. */
    void call(int number) {
        String token = name + "-" + number;
        switch (number % 10) {
            case 0 -> propose(Workshop.PAY + Workshop.NOW, token);
            case 1 -> propose(Workshop.SET + Workshop.NOW, token);
            case 2, 3 -> approve(token, propose(Workshop.PAY, token));
            case 4, 5 -> approve(token, propose(Workshop.SET, token));
            case 6 -> reject(token, propose(Workshop.PAY, token));
            case 7 -> expire(token, number);
            case 8 -> repeat(token);
            default -> conflict(token);
        }
    }

    /** Approved in its last moments, or never. */
    private void expire(String token, int number) {
        @Nullable ProposalId id = propose(Workshop.PAY + Workshop.BRIEFLY, token);
        if (number % 20 == 7) {
            Pace.pass(Pace.VALID_BRIEFLY.multipliedBy(9).dividedBy(10));
            approve(token, id);
        }
    }

    private void repeat(String token) {
        propose(Workshop.PAY + Workshop.NOW, token);
        propose(Workshop.PAY + Workshop.NOW, token);
        String parked = token + "p";
        approve(parked, propose(Workshop.SET, parked));
        approve(parked, propose(Workshop.SET, parked));
    }

    /** Two calls with the id of one: the second is in conflict, whatever became of the first. */
    private void conflict(String token) {
        Request request = Request.of("r-" + token).inConversation("c-" + token);
        approve(token, propose(ToolCall.of("call_1", Workshop.SET, arguments(token)), token, request));
        String other = token + "x";
        propose(ToolCall.of("call_1", Workshop.SET, arguments(other)), other, request);
    }

    /** A parked call that is approved. */
    void approved(String tool, String token) {
        approve(token, propose(tool, token));
    }

    @Nullable
    ProposalId propose(String tool, String token) {
        Request request = Request.of("r-" + token).keyedBy(token);
        return propose(ToolCall.of(tool, arguments(token)), token, request);
    }

    private @Nullable ProposalId propose(ToolCall call, String token, Request request) {
        Outcome outcome = answered(Act.PROPOSE, token, null, () -> gateway.propose(call, Workshop.ANN, request));
        answers.append(new Answer(name, Act.PROPOSE, token, outcome.proposalId(), told(outcome), null));
        return outcome.proposalId();
    }

    private void approve(String token, @Nullable ProposalId id) {
        if (id == null) {
            return;
        }
        Optional<ReviewItem> shown =
                answered(Act.APPROVE, token, id, () -> gateway.approvals().find(id, Workshop.SAM));
        if (shown.isEmpty()) {
            return;
        }
        String hash = shown.get().hash();
        ReviewResult result =
                answered(Act.APPROVE, token, id, () -> gateway.approvals().approve(id, hash, Workshop.SAM));
        answers.append(new Answer(name, Act.APPROVE, token, id, told(result), hash));
    }

    private void reject(String token, @Nullable ProposalId id) {
        if (id == null) {
            return;
        }
        ReviewResult result =
                answered(Act.REJECT, token, id, () -> Looking.reject(gateway.approvals(), id, Workshop.SAM, "no"));
        answers.append(new Answer(name, Act.REJECT, token, id, told(result), null));
    }

    /** Asks until the store answers; each time without an answer is an answer too. */
    private <T> T answered(Act act, String token, @Nullable ProposalId id, Supplier<T> question) {
        for (int tries = 1; ; tries++) {
            try {
                return question.get();
            } catch (StoreException lost) {
                answers.append(new Answer(name, act, token, id, Told.LOST, null));
                if (tries == TRIES) {
                    throw lost;
                }
                Pace.pass(BETWEEN_TRIES);
            }
        }
    }

    private static String arguments(String token) {
        return "{\"token\":\"" + token + "\"}";
    }

    private static Told told(Outcome outcome) {
        if (outcome instanceof Outcome.Executed) {
            return Told.EXECUTED;
        }
        if (outcome instanceof Outcome.InProgress) {
            return Told.IN_PROGRESS;
        }
        if (outcome instanceof Outcome.Pending) {
            return Told.PENDING;
        }
        if (outcome instanceof Outcome.Rejected) {
            return Told.REJECTED;
        }
        if (outcome instanceof Outcome.Expired) {
            return Told.EXPIRED;
        }
        if (outcome instanceof Outcome.Unknown) {
            return Told.UNKNOWN;
        }
        return outcome instanceof Outcome.Denied ? Told.DENIED : Told.FAILED;
    }

    private static Told told(ReviewResult result) {
        return result instanceof ReviewResult.Accepted ? Told.ACCEPTED : Told.NOT_DECIDED;
    }
}
