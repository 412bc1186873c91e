package io.toolgateway.audit;

import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.tool.ToolResult;
import org.jspecify.annotations.Nullable;

/** The problem that a failed transition tells of. */
final class Problems {

    private Problems() {}

    static @Nullable Problem of(Move move, Proposal after) {
        Problem problem = ofMove(move, after);
        return problem != null && after.hasUnknownOutcome() ? unknown(problem) : problem;
    }

    /** The code says that it is not known, and why stands in the words: a record that said "failed" would be read as "not done". */
    private static Problem unknown(Problem why) {
        return Problem.of(why.kind(), Problem.OUTCOME_UNKNOWN, "not known whether it happened: " + why.message());
    }

    private static @Nullable Problem ofMove(Move move, Proposal after) {
        return switch (move) {
            case RETRY -> ofExecution(after, ErrorKind.TRANSIENT);
            case FAIL -> ofExecution(after, ErrorKind.PERMANENT);
            case FAIL_LATE, REAP_TO_UNKNOWN -> ofReason(after);
            case ABANDON -> isFound(after) ? ofFound(after) : ofReason(after);
            default -> null;
        };
    }

    private static Problem ofExecution(Proposal after, ErrorKind ofBreak) {
        Execution execution = after.state().execution();
        ToolResult result = execution == null ? null : execution.result();
        String code = result == null ? null : result.errorCode();
        if (result != null && code != null) {
            String message = result.message() == null ? code : result.message();
            return Problem.of(result.isRetryable() ? ErrorKind.TRANSIENT : ErrorKind.PERMANENT, code, message);
        }
        String error = execution == null || execution.error() == null ? "unknown" : execution.error();
        return Problem.of(ofBreak, "handler_error", "the handler broke off: " + error);
    }

    /** Whether it was said what was found; else an execution is that of an earlier attempt. */
    private static boolean isFound(Proposal after) {
        Execution execution = after.state().execution();
        return execution != null && !execution.isOfStart();
    }

    /** What was found, in its own words; of which kind it is, the reason says. */
    private static Problem ofFound(Proposal after) {
        Problem found = ofExecution(after, ErrorKind.PERMANENT);
        return new Problem(ofReason(after).kind(), found.code(), found.message(), found.pointers());
    }

    private static Problem ofReason(Proposal after) {
        ReasonCode reason = after.state().reason();
        String code = reason == null ? "failed" : reason.text();
        boolean isForbidden = reason == ReasonCode.NOT_ENTITLED || reason == ReasonCode.NEEDS_OTHER_APPROVAL;
        ErrorKind kind = isForbidden ? ErrorKind.AUTHORIZATION : ErrorKind.PERMANENT;
        return Problem.of(kind, code, code.replace('_', ' '));
    }
}
