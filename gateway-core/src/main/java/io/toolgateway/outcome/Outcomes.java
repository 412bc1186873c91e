package io.toolgateway.outcome;

import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.proposal.Review;
import io.toolgateway.tool.Secrets;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outcome off a proposal as it stands: the same words whether the call was just made, repeated, or asked about later.
 *
 * @since 0.1
 */
public final class Outcomes {

    private Outcomes() {}

    /**
     * The outcome of a proposal, as an answer to the call that made it.
     *
     * @param proposal the proposal as it stands
     * @return its outcome
     */
    public static Outcome of(Proposal proposal) {
        return of(proposal, proposal.content().origin().callId(), false);
    }

    /**
     * The outcome of a proposal, as an answer to a call.
     *
     * @param proposal the proposal as it stands
     * @param callId the provider's id of the call that is answered, or null
     * @param replayed true if that call is a repeat
     * @return its outcome
     */
    public static Outcome of(Proposal proposal, @Nullable String callId, boolean replayed) {
        boolean isEdited = proposal.content().editedBy() != null;
        String edited = isEdited ? proposal.content().arguments().shown() : null;
        Answered call = new Answered(callId, proposal.tool(), proposal.id(), replayed, edited);
        Resolution said = proposal.state().resolution();
        if (said != null) {
            return said.isByChain() ? undone(said, call) : new Outcome.Settled(call, said);
        }
        ReasonCode reason = proposal.state().reason();
        Review review = proposal.state().review();
        return switch (proposal.status()) {
            case PENDING ->
                new Outcome.Pending(
                        call,
                        review.stages()
                                .subList(review.currentStage(), review.stages().size()),
                        proposal.validUntil());
            case APPROVED -> new Outcome.InProgress(call);
            case REJECTED ->
                new Outcome.Rejected(call, reason == null ? ReasonCode.DECLINED.text() : reason.text(), review.note());
            case EXPIRED -> new Outcome.Expired(call);
            case EXECUTED -> new Outcome.Executed(call, resultOf(proposal));
            case FAILED -> failed(proposal, call, reason == null ? ReasonCode.HANDLER_FAILED : reason);
        };
    }

    /** What was executed is not told as done once it is to be undone. */
    private static Outcome undone(Resolution said, Answered call) {
        return switch (said.kind()) {
            case COMPENSATED -> new Outcome.Undone(call);
            case TO_BE_UNDONE -> new Outcome.Undoing(call);
            case CONFIRMED_EXECUTED, CONFIRMED_NOT_EXECUTED, NOT_UNDONE -> new Outcome.NotUndone(call);
        };
    }

    private static ToolResult resultOf(Proposal proposal) {
        Execution execution = proposal.state().execution();
        ToolResult result = execution == null ? null : execution.result();
        return result == null ? ToolResult.success() : result;
    }

    /** Failed says nothing about what happened; the effect state does. */
    private static Outcome failed(Proposal proposal, Answered call, ReasonCode reason) {
        if (proposal.hasUnknownOutcome()) {
            return new Outcome.Unknown(call);
        }
        if (reason == ReasonCode.STALE_STATE) {
            return new Outcome.Stale(call, changed(proposal));
        }
        ToolResult result = toldBy(reason, proposal.state().execution());
        if (result != null && result.errorCode() != null) {
            Secrets secrets = secretsOf(proposal);
            String message = result.message() == null ? result.errorCode() : result.message();
            return new Outcome.Failed(call, result.errorCode(), secrets.removedFrom(message));
        }
        return new Outcome.Failed(call, reason.text(), words(reason));
    }

    private static List<String> changed(Proposal proposal) {
        Secrets secrets = secretsOf(proposal);
        return resultOf(proposal).changed().stream().map(secrets::removedFrom).toList();
    }

    private static Secrets secretsOf(Proposal proposal) {
        return Secrets.of(proposal.arguments(), proposal.content().arguments().shown());
    }

    /** What was not started any more did not end by what an earlier attempt returned. */
    private static @Nullable ToolResult toldBy(ReasonCode reason, @Nullable Execution execution) {
        boolean isEarlier = execution != null && execution.isOfStart() && endsBeforeStart(reason);
        return execution == null || isEarlier ? null : execution.result();
    }

    private static boolean endsBeforeStart(ReasonCode reason) {
        return switch (reason) {
            case NOT_ENTITLED, TOOL_CHANGED, ARGS_CHANGED, CHAIN_ABORTED, REFERENCE_UNRESOLVED, NEEDS_OTHER_APPROVAL ->
                true;
            default -> false;
        };
    }

    private static String words(ReasonCode reason) {
        return switch (reason) {
            case NOT_ENTITLED -> "the user may not do this any more.";
            case TOOL_CHANGED -> "the tool has changed since this was approved.";
            case ARGS_CHANGED -> "the stored call is not the approved one.";
            case CHAIN_ABORTED -> "another call of its turn did not succeed.";
            case REFERENCE_UNRESOLVED -> "what an earlier call of its turn returned could not be used for it.";
            case NEEDS_OTHER_APPROVAL ->
                "with what an earlier call of its turn returned it needs an approval that it was not given.";
            case HANDLER_ERROR -> "the tool broke off.";
            default -> "it could not be run.";
        };
    }
}
