package io.toolgateway.outcome;

import io.toolgateway.json.Json;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.schema.Violation;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The texts for the model, all in one place: no outcome but executed is worded as done. */
final class Wording {

    private Wording() {}

    static String status(Outcome outcome) {
        if (outcome instanceof Outcome.Executed executed) {
            // What the system behind the tool has not finished is not executed in any sense a model would take.
            return executed.result().status() == ToolResult.Status.PENDING ? "in_progress" : "executed";
        } else if (outcome instanceof Outcome.InProgress) {
            return "in_progress";
        } else if (outcome instanceof Outcome.Pending) {
            return "pending";
        } else if (outcome instanceof Outcome.Denied) {
            return "denied";
        } else if (outcome instanceof Outcome.Invalid) {
            return "invalid";
        } else if (outcome instanceof Outcome.Rejected) {
            return "rejected";
        } else if (outcome instanceof Outcome.Expired) {
            return "expired";
        } else if (outcome instanceof Outcome.Stale) {
            return "stale";
        } else if (outcome instanceof Outcome.Failed) {
            return "failed";
        } else if (outcome instanceof Outcome.Settled) {
            return "settled";
        } else if (outcome instanceof Outcome.Undone) {
            return "undone";
        } else if (outcome instanceof Outcome.Undoing) {
            return "undoing";
        } else if (outcome instanceof Outcome.NotUndone) {
            return "not_undone";
        }
        return "unknown";
    }

    static String message(Outcome outcome) {
        String edited = outcome.call().edited();
        return edited == null
                ? told(outcome)
                : "A reviewer has changed this call, so it is not the one that you made. Its arguments are " + edited
                        + ". Of the changed call: " + told(outcome);
    }

    private static String told(Outcome outcome) {
        if (outcome instanceof Outcome.Executed executed) {
            return executed(executed.result());
        } else if (outcome instanceof Outcome.InProgress) {
            return "Accepted and not finished yet. Do not say that it is done; its result will follow.";
        } else if (outcome instanceof Outcome.Pending pending) {
            return "Prepared, and nothing has been changed yet. It waits for " + awaited(pending.stages()) + " until "
                    + until(pending.validUntil()) + ". Do not say that it is done.";
        } else if (outcome instanceof Outcome.Denied denied) {
            return "Refused, and nothing has been changed: " + denied.reason();
        } else if (outcome instanceof Outcome.Invalid invalid) {
            return "The arguments are not valid, and nothing has been changed. Correct them and call again: "
                    + invalid.violations().stream().map(Wording::violation).collect(Collectors.joining("; "));
        } else if (outcome instanceof Outcome.Rejected rejected) {
            return rejected(rejected);
        } else if (outcome instanceof Outcome.Expired) {
            return "Not done: nobody decided or started it in time. Nothing has been changed.";
        } else if (outcome instanceof Outcome.Stale stale) {
            return "Not done: what it was about has changed since it was proposed" + named(stale.changed())
                    + ". Nothing has been overwritten. Look at the new state and propose again if it is still wanted.";
        } else if (outcome instanceof Outcome.Failed failed) {
            return "It failed, and nothing has been changed: " + failed.message();
        } else if (outcome instanceof Outcome.Settled settled) {
            return settled(settled.resolution());
        } else if (outcome instanceof Outcome.Undone) {
            return "Not in effect: whatever it did has been undone. Do not say that it is done.";
        } else if (outcome instanceof Outcome.Undoing) {
            return "Not all calls of its turn could be done, so whatever this one did is being undone. Do not say that it is done"
                    + " or that it is undone; its result will follow.";
        } else if (outcome instanceof Outcome.NotUndone) {
            return "Not all calls of its turn could be done, and whatever this one did could not be undone, or it is not known"
                    + " whether it was. Do not call it again and do not say that it is done or undone; a person will find out.";
        }
        return "It was started, and it is not known whether it happened. Do not call it again and do not say that it"
                + " succeeded or failed; a person will find out.";
    }

    private static String executed(ToolResult result) {
        String said = result.message();
        if (result.status() == ToolResult.Status.PENDING) {
            return "Accepted by the system behind the tool and not finished there. Do not say that it is done."
                    + (said == null ? "" : " " + said);
        }
        return said == null ? "Done." : said;
    }

    private static String rejected(Outcome.Rejected rejected) {
        String what = switch (rejected.reason()) {
            case "withdrawn" -> "Not done: it was taken back.";
            case "superseded" ->
                "Not done as proposed: a reviewer replaced it by a changed one, which took its place. Do not make it again.";
            default -> "Not done: a reviewer said no.";
        };
        return what + " Nothing has been changed."
                + (rejected.note() == null ? "" : " The reviewer wrote: " + rejected.note());
    }

    private static String named(List<String> changed) {
        return changed.isEmpty() ? "" : " (" + String.join(", ", changed) + ")";
    }

    /** Never in the handler's name: it did not return. */
    private static String settled(Resolution resolution) {
        String who = resolution.isByHook() ? "The system behind the tool was asked" : "A person has looked";
        String what = switch (resolution.kind()) {
            case CONFIRMED_EXECUTED -> happened(resolution);
            case CONFIRMED_NOT_EXECUTED ->
                "it did not happen, and nothing has been changed. It may be proposed again if it is still wanted.";
            case COMPENSATED -> "it is not in effect: whatever it did has been undone. Do not say that it is done.";
            case TO_BE_UNDONE, NOT_UNDONE -> throw new IllegalStateException("that is said by a chain");
        };
        String note = resolution.note();
        return "Its outcome was not known at first. " + who + ": " + what
                + (note == null ? "" : " The person wrote: " + note);
    }

    private static String happened(Resolution resolution) {
        ToolResult result = resolution.result();
        if (result == null) {
            return "it did happen. What it returned is not known. Do not call it again.";
        }
        return result.status() == ToolResult.Status.PENDING ? executed(result) : "it did happen. " + executed(result);
    }

    private static String awaited(List<Stage> stages) {
        return stages.stream().map(Wording::stage).collect(Collectors.joining(", then "));
    }

    private static String stage(Stage stage) {
        Approvers approvers = stage.approvers();
        List<String> ways = new ArrayList<>();
        if (approvers.caller()) {
            ways.add("the user's own confirmation in the application");
        }
        if (!approvers.roles().isEmpty()) {
            ways.add((stage.quorum() == 1 ? "approval" : stage.quorum() + " approvals") + " by "
                    + String.join(" or ", approvers.roles()));
        }
        if (!approvers.users().isEmpty()) {
            ways.add("approval by someone whom it was handed to");
        }
        return String.join(" or ", ways);
    }

    private static String until(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String violation(Violation violation) {
        return violation.pointer().isEmpty() ? violation.message() : violation.pointer() + ": " + violation.message();
    }

    static String json(Outcome outcome) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("status", status(outcome));
        members.put("message", message(outcome));
        ProposalId proposal = outcome.proposalId();
        if (proposal != null) {
            members.put("proposal_id", proposal.toString());
        }
        if (outcome instanceof Outcome.Executed executed) {
            result(executed.result(), members);
        } else if (outcome instanceof Outcome.Pending pending) {
            members.put("valid_until", until(pending.validUntil()));
        } else if (outcome instanceof Outcome.Stale stale && !stale.changed().isEmpty()) {
            members.put("changed", stale.changed());
        } else if (outcome instanceof Outcome.Denied denied) {
            members.put("code", denied.code());
        } else if (outcome instanceof Outcome.Failed failed) {
            members.put("code", failed.code());
        } else if (outcome instanceof Outcome.Invalid invalid) {
            members.put("violations", violations(invalid.violations()));
        } else if (outcome instanceof Outcome.Settled settled) {
            Resolution resolution = settled.resolution();
            members.put("finding", resolution.kind().text());
            if (resolution.result() != null) {
                result(resolution.result(), members);
            }
        }
        return Json.write(members);
    }

    private static void result(ToolResult result, Map<String, @Nullable Object> members) {
        members.put("result", result.status().text());
        if (result.id() != null) {
            members.put("id", result.id());
        }
        if (result.data() != null) {
            members.put("data", result.data());
        }
    }

    private static List<Map<String, String>> violations(List<Violation> violations) {
        return violations.stream()
                .map(violation -> Map.of("pointer", violation.pointer(), "expected", violation.message()))
                .toList();
    }
}
