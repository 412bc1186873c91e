package io.toolgateway.conversation;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.outcome.Outcomes;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Check;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A ready-made read-only tool by which a model asks what has become of an action that did not finish at once. Whoever calls it hears
 * of what he or she asked for in the own tenant, and of nothing else: absent and not yours are one answer.
 *
 * @since 0.1
 */
public final class ActionStatus {

    /** The tool's name. */
    public static final String NAME = "get_action_status";

    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");

    private static final String ARGUMENTS = """
            {"type": "object", "required": ["proposal_id"], "additionalProperties": false,
             "properties": {"proposal_id": {"type": "string", "maxLength": 100,
               "description": "The proposal_id that the answer to the call gave."}}}""";

    private ActionStatus() {}

    /**
     * The tool on a store.
     *
     * @param store where proposals are kept
     * @return the tool, to be put on the allowlist
     */
    public static Tool tool(ProposalStore store) {
        return Tool.named(NAME)
                .describedAs(
                        "Tells what has become of an action that was asked for earlier and did not finish at once, such as"
                                + " one that waits for approval. Use it when the user asks about it. Waiting for people takes its time:"
                                + " do not ask again and again.")
                .arguments(ARGUMENTS)
                .returning("The action's own status and message, under 'action'.")
                .failingWith("not_found: this user asked for no such action.")
                .readOnly()
                .callableByAnyone()
                .checkedBy(ActionStatus::check)
                .handledBy(call -> store.find(call.caller().tenant(), ProposalId.of(call.text("proposal_id")))
                        .filter(proposal -> call.caller().isUser(proposal.tenant(), proposal.triggeredBy()))
                        .map(ActionStatus::told)
                        .orElseGet(() -> ToolResult.failure("not_found", "this user asked for no such action.")));
    }

    private static Check check(Call call) {
        return UUID.matcher(call.text("proposal_id")).matches()
                ? Check.passed()
                : Check.refused(
                        "bad_proposal_id",
                        "a proposal_id is a UUID, as the answer to the call gave it; give that one, and make none up.");
    }

    /** The action's words stand behind its status: that the question was answered is not to be read as its being done. */
    private static ToolResult told(Proposal proposal) {
        Outcome outcome = Outcomes.of(proposal);
        Map<String, @Nullable Object> action = new LinkedHashMap<>();
        action.put("tool", proposal.tool());
        if (Json.parse(outcome.text(), JsonLimits.WIDEST) instanceof Parsed.Value parsed
                && parsed.value() instanceof Map<?, ?> members) {
            action.putAll(Json.asObject(members));
        } else {
            action.put("status", outcome.status());
            action.put("message", outcome.messageForModel());
        }
        return ToolResult.success(Map.of("action", action))
                .withMessage("The status of the action " + proposal.id() + " (" + proposal.tool() + ") is "
                        + outcome.status() + ". Of it: " + outcome.messageForModel());
    }
}
