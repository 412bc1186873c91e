package io.toolgateway.examples.portal.chat;

import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call, in words for a person: the gateway's, which the model cannot write.
 *
 * @param tool the tool's name
 * @param title the same, readable
 * @param about its arguments in a line, without secrets; empty if they are not known
 * @param status where it stands, one word ({@link Outcome#status})
 * @param message what that means
 * @param proposal the id of what is on record, or null
 * @param validUntil when it expires, or null unless it waits for people
 * @since 0.1
 */
public record CallLine(
        String tool,
        String title,
        String about,
        String status,
        String message,
        @Nullable String proposal,
        @Nullable Instant validUntil) {

    /**
     * The line of an outcome.
     *
     * @param outcome what a call came to
     * @param about its arguments in a line
     * @return its line
     */
    public static CallLine of(Outcome outcome, String about) {
        ProposalId id = outcome.proposalId();
        return new CallLine(
                outcome.toolName(),
                title(outcome.toolName()),
                about,
                outcome.status(),
                message(outcome),
                id == null ? null : id.toString(),
                outcome instanceof Outcome.Pending pending ? pending.validUntil() : null);
    }

    private static String title(String tool) {
        String words = tool.replace('_', ' ').strip();
        return words.isEmpty() ? "A call" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String message(Outcome outcome) {
        if (outcome instanceof Outcome.Pending pending) {
            return "Nothing has been changed yet. It waits for "
                    + pending.stages().stream().map(CallLine::awaited).collect(Collectors.joining(", then ")) + ".";
        } else if (outcome instanceof Outcome.InProgress) {
            return "Accepted, and not finished yet.";
        } else if (outcome instanceof Outcome.Executed executed) {
            ToolResult result = executed.result();
            return result.message() == null ? "" : result.message();
        } else if (outcome instanceof Outcome.Denied denied) {
            return sentence(denied.reason());
        } else if (outcome instanceof Outcome.Invalid invalid) {
            return "The call was not valid: "
                    + invalid.violations().stream()
                            .map(violation -> (violation.pointer() + " " + violation.message()).strip())
                            .collect(Collectors.joining("; "));
        } else if (outcome instanceof Outcome.Unknown) {
            return "It was started, and it is not known whether it happened. A person will find out.";
        } else if (outcome instanceof Outcome.Undoing) {
            return "Not all of it could be done, so what was done is being undone.";
        } else if (outcome instanceof Outcome.NotUndone) {
            return "Not all of it could be done, and what was done could not be undone, or that is not known.";
        } else if (outcome instanceof Outcome.Undone) {
            return "Not in effect: whatever it did has been undone.";
        }
        return outcome.messageForModel();
    }

    private static String awaited(Stage stage) {
        Approvers approvers = stage.approvers();
        List<String> ways = new ArrayList<>();
        if (approvers.caller()) {
            ways.add("your confirmation");
        }
        if (!approvers.roles().isEmpty()) {
            ways.add((stage.quorum() == 1 ? "approval" : stage.quorum() + " approvals") + " by "
                    + String.join(" or ", approvers.roles()).replace('_', ' '));
        }
        return String.join(" or ", ways);
    }

    private static String sentence(String words) {
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Without what it says: that may hold what a tool returned. */
    @Override
    public String toString() {
        return "CallLine[" + tool + " " + status + "]";
    }
}
