package io.toolgateway.web;

import io.toolgateway.Gateway;
import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.approval.Seen;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.schema.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people decide through the API: bound to what they saw, answered with how it stands. */
final class Decisions {

    private final Gateway gateway;

    Decisions(Gateway gateway) {
        this.gateway = gateway;
    }

    ApiResponse decide(ProposalId id, String act, Body body, Caller person) {
        String hash = body.text("hash");
        String note = body.optional("note");
        return switch (act) {
            case "approve" ->
                answer(gateway.approvals().approve(id, hash, person, note), id, person, Decisions::approved);
            case "reject" ->
                answer(
                        gateway.approvals().reject(id, hash, person, note),
                        id,
                        person,
                        item -> "Rejected. It will not run.");
            case "withdraw" ->
                answer(
                        gateway.approvals().withdraw(id, hash, person, note),
                        id,
                        person,
                        item -> "Taken back. It will not run.");
            case "edit" -> edit(new Seen(id, hash), body, person, note);
            default -> ApiResponse.trouble(ApiResponse.NOT_FOUND, "There is no such thing to do.");
        };
    }

    private ApiResponse edit(Seen seen, Body body, Caller person, @Nullable String note) {
        ReviewItem item = gateway.approvals().find(seen.id(), person).orElse(null);
        if (item == null) {
            return notFound();
        }
        String arguments = ArgumentChanges.of(item.first(), body.objects("changes"));
        EditResult result = gateway.approvals().edit(seen, arguments, person, note);
        if (result instanceof EditResult.Revised revised) {
            return decided(
                    revised.item().id(), person, "Changed, and proposed anew. Look at it once more and approve it.");
        }
        if (result instanceof EditResult.NotAccepted refused) {
            return notAccepted(refused);
        }
        return answer(((EditResult.NotMade) result).why(), seen.id(), person, Decisions::approved);
    }

    private static ApiResponse notAccepted(EditResult.NotAccepted refused) {
        List<String> problems =
                refused.violations().stream().map(Violation::toString).toList();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("message", refused.reason());
        members.put("problems", problems);
        return ApiResponse.of(ApiResponse.UNPROCESSABLE, members);
    }

    private ApiResponse answer(ReviewResult result, ProposalId id, Caller person, Function<ReviewItem, String> done) {
        if (result instanceof ReviewResult.Accepted accepted) {
            return decided(id, person, done.apply(accepted.item()));
        }
        if (result instanceof ReviewResult.AlreadyDecided already) {
            return standing(ApiResponse.CONFLICT, already.reason(), id, person);
        }
        if (result instanceof ReviewResult.Refused refused) {
            return standing(status(refused.refusal()), refused.reason(), id, person);
        }
        return notFound();
    }

    /** Whether it is nothing to this person, or stands otherwise by now. */
    private static int status(Refusal refusal) {
        return refusal == Refusal.NOT_ENTITLED || refusal == Refusal.OWN_REQUEST
                ? ApiResponse.FORBIDDEN
                : ApiResponse.CONFLICT;
    }

    /** A yes may be one of several; what was approved is run by a worker, and has not happened yet. */
    private static String approved(ReviewItem item) {
        return item.isPending()
                ? "Your yes is on record. It waits for others."
                : "Approved. It is run now; the history shows what comes of it.";
    }

    private ApiResponse decided(ProposalId id, Caller person, String message) {
        return standing(ApiResponse.OK, message, id, person);
    }

    /** With how it stands now, if the person may still see it. */
    private ApiResponse standing(int status, String message, ProposalId id, Caller person) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("message", message);
        gateway.reviews().find(id, person).ifPresent(card -> members.put("item", Json.parse(card.toJson())));
        return ApiResponse.of(status, members);
    }

    static ApiResponse notFound() {
        return ApiResponse.trouble(ApiResponse.NOT_FOUND, "There is no such proposal for you.");
    }
}
