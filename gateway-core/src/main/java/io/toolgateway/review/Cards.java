package io.toolgateway.review;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.permission.Permissions;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Reservation;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.tool.MaterialState;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.Secrets;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes cards out of what is stored and the tools as they are. */
final class Cards {

    private final ToolRegistry tools;
    private final Permissions permissions;
    private final LocalForm readable;

    /** What a card has of its steps besides. */
    interface Shown {
        ReviewStep.@Nullable ShownPreview of(Proposal step, Secrets secrets);
    }

    static final Shown WITHOUT_PREVIEW = (step, secrets) -> null;

    Cards(ToolRegistry tools, Permissions permissions, LocalForm readable) {
        this.permissions = permissions;
        this.tools = tools;
        this.readable = readable;
    }

    ReviewCard of(ReviewItem item, @Nullable Caller viewer, Instant now, Shown previews) {
        Decision decision = item.first().content().terms().decision();
        List<ReviewStep> steps = new ArrayList<>();
        for (int i = 0; i < item.steps().size(); i++) {
            steps.add(step(item.steps(), i, previews));
        }
        return new ReviewCard(
                item.id(),
                item.hash(),
                asked(item.first()),
                waiting(item, viewer, now, permissions),
                new ReviewCard.ParkedBy(
                        decision.rules().stream().map(Cards::line).toList(),
                        line(decision.policy()),
                        line(decision.version())),
                item.ifAStepFails(),
                item.references().stream().map(Cards::line).toList(),
                steps);
    }

    /** The tool, if it is the one that was proposed. */
    @Nullable
    RegisteredTool tool(Proposal step) {
        return tools.find(step.tool())
                .filter(tool -> tool.version().equals(step.content().tool().version()))
                .orElse(null);
    }

    private static String line(String text) {
        return Visible.of(text).text();
    }

    private static ReviewCard.Asked asked(Proposal first) {
        Origin origin = first.content().origin();
        String through = origin.caller().serviceAccount();
        String conversation = origin.request().conversationId();
        String words = origin.request().userText();
        String editedBy = first.content().editedBy();
        return new ReviewCard.Asked(
                line(origin.caller().userId()),
                through == null ? null : line(through),
                conversation == null ? null : line(conversation),
                line(origin.request().id()),
                first.createdAt(),
                words == null ? null : Visible.prose(secrets(first).removedFrom(words)),
                origin.request().hasUntrustedContent(),
                editedBy == null ? null : line(editedBy));
    }

    private static ReviewCard.Waiting waiting(
            ReviewItem item, @Nullable Caller viewer, Instant now, Permissions permissions) {
        Duration left = Duration.between(now, item.validUntil());
        boolean isOver = left.isNegative();
        List<ReviewCard.Yes> votes = item.first().state().review().votes().stream()
                .map(vote -> new ReviewCard.Yes(line(vote.reviewer()), vote.stage() + 1, vote.at(), note(vote.note())))
                .toList();
        return new ReviewCard.Waiting(
                item.first().phase(),
                status(item, isOver || left.isZero()),
                item.isPending() ? item.awaited().stream().map(Cards::awaited).toList() : List.of(),
                votes,
                item.validUntil(),
                isOver ? Duration.ZERO : left,
                note(item.first().state().review().note()),
                viewer == null ? ReviewCard.May.NOTHING : ReviewCard.May.of(item, viewer, permissions));
    }

    private static @Nullable ShownText note(@Nullable String note) {
        return note == null ? null : Visible.prose(note);
    }

    private static String awaited(Stage stage) {
        Approvers approvers = stage.approvers();
        List<String> ways = new ArrayList<>();
        if (approvers.caller()) {
            ways.add("confirmation by the user who asked");
        }
        if (!approvers.roles().isEmpty()) {
            ways.add((stage.quorum() == 1 ? "approval" : stage.quorum() + " approvals") + " by "
                    + String.join(" or ", approvers.roles()));
        }
        if (!approvers.users().isEmpty()) {
            ways.add("approval by the user " + String.join(" or ", approvers.users()));
        }
        return line(String.join(" or ", ways));
    }

    private static String status(ReviewItem item, boolean isOver) {
        Proposal first = item.first();
        if (item.steps().stream().anyMatch(Proposal::isUnsettled)) {
            return "started, and nobody knows whether it happened";
        }
        return switch (first.phase()) {
            case ABSENT -> "not stored";
            case PENDING -> isOver ? "its time has run out" : "waits for a decision";
            case APPROVED -> "approved, not started";
            case RUNNING -> "approved and started, not finished";
            case REJECTED -> rejected(first.state().reason());
            case EXECUTED ->
                item.steps().stream().allMatch(step -> step.phase() == Phase.EXECUTED)
                        ? "executed"
                        : "begun, not all steps are executed";
            case EXPIRED -> "expired, not executed";
            case FAILED -> "failed";
        };
    }

    private static String rejected(@Nullable ReasonCode reason) {
        if (reason == ReasonCode.WITHDRAWN) {
            return "taken back by whoever asked";
        }
        return reason == ReasonCode.SUPERSEDED ? "replaced by a changed one" : "rejected";
    }

    private ReviewStep step(List<Proposal> steps, int index, Shown previews) {
        Proposal step = steps.get(index);
        RegisteredTool tool = tool(step);
        Secrets secrets = secrets(step);
        ProposedArguments proposed = step.content().arguments();
        Fields fields = new Fields(
                readable,
                secrets,
                tool == null ? null : tool.schema(),
                call -> numberOf(steps, call),
                new Origins(step, tool)::of);
        return new ReviewStep(
                step.id(),
                index + 1,
                called(step, tool),
                fields.of(step.arguments().asMap(), shown(proposed)),
                facts(proposed.resourceVersion()),
                step.content().terms().reservations().stream().map(this::budget).toList(),
                summary(steps, index),
                previews.of(step, secrets),
                outcome(step, secrets));
    }

    private static int numberOf(List<Proposal> steps, String call) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).content().arguments().idempotencyKey().equals(call)) {
                return i + 1;
            }
        }
        return 0;
    }

    private ReviewStep.CalledTool called(Proposal step, @Nullable RegisteredTool tool) {
        String description = tools.find(step.tool())
                .map(RegisteredTool::tool)
                .map(Tool::description)
                .orElse("");
        return new ReviewStep.CalledTool(
                line(step.tool()),
                Visible.prose(description),
                step.content().tool().writes(),
                step.content().tool().destructive(),
                tool != null);
    }

    private static Secrets secrets(Proposal step) {
        return Secrets.of(step.arguments(), step.content().arguments().shown());
    }

    /** What is shown of the arguments in records; of what cannot be read everything is a secret. */
    private static @Nullable Object shown(ProposedArguments proposed) {
        return Json.parse(proposed.shown(), JsonLimits.WIDEST) instanceof Parsed.Value is ? is.value() : null;
    }

    private List<ReviewField> facts(@Nullable String version) {
        if (version == null) {
            return List.of();
        }
        MaterialState state = MaterialState.ofText(version);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        if (state == null) {
            facts.put("Version", version);
        } else {
            state.names().forEach(name -> facts.put(name, state.value(name)));
        }
        return Fields.plain(readable, facts);
    }

    private ReviewStep.TakenBudget budget(Reservation taken) {
        return new ReviewStep.TakenBudget(
                line(taken.budget()),
                readable.number(Json.number(taken.amount())),
                readable.number(Json.number(taken.limit())),
                taken.until());
    }

    /** Compared with the arguments of all steps, its own first: a model may well tell the whole plan with every call. */
    private static @Nullable ReviewSummary summary(List<Proposal> steps, int index) {
        String said = steps.get(index).content().origin().summary();
        if (said == null) {
            return null;
        }
        ShownText text = Visible.prose(said);
        if (text.isCut()) {
            // What is not shown needs no warning, and the places would be others.
            said = said.substring(0, said.offsetByCodePoints(0, Visible.LONGEST_PROSE - Visible.LAST));
        }
        Known known = new Known();
        Stream.of(steps.subList(index, index + 1), steps.subList(0, index), steps.subList(index + 1, steps.size()))
                .flatMap(List::stream)
                .forEach(step -> known.add(step.tool(), step.arguments().asMap(), secrets(step)));
        return new ReviewSummary(text, SummaryCheck.of(said, known));
    }

    private static @Nullable ShownText outcome(Proposal step, Secrets secrets) {
        Execution execution = step.state().execution();
        ToolResult result = execution == null ? null : execution.result();
        if (result == null || result.message() == null && result.id() == null) {
            return null;
        }
        String id = result.id() == null ? "" : result.id() + " ";
        String message = result.message() == null ? "" : result.message();
        return Visible.prose(secrets.removedFrom((id + message).strip()));
    }
}
