package io.toolgateway.web;

import io.toolgateway.Gateway;
import io.toolgateway.approval.Seen;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.permission.GrantResult;
import io.toolgateway.permission.PermissionScope;
import io.toolgateway.permission.RevokeResult;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.review.PermissionCard;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people allow in advance through the API, and take back. */
final class Permitting {

    private final Gateway gateway;

    Permitting(Gateway gateway) {
        this.gateway = gateway;
    }

    ApiResponse grant(ProposalId id, Body body, Caller person) {
        Duration lasting = minutes(body.wholeNumber("minutes"));
        PermissionScope scope = PermissionScope.ofSameArguments(body.wholeNumber("uses"), lasting);
        for (Map<String, @Nullable Object> bound : body.objectsIfAny("bounds")) {
            scope = bounded(scope, bound);
        }
        GrantResult result =
                gateway.permissions().grant(new Seen(id, body.text("hash")), scope, person, body.optional("note"));
        if (result instanceof GrantResult.Granted) {
            return said("Allowed in advance. What you were shown is still to be decided.");
        }
        return result instanceof GrantResult.Refused refused
                ? ApiResponse.trouble(status(refused.code()), refused.reason())
                : Decisions.notFound();
    }

    private static Duration minutes(long minutes) {
        try {
            return Duration.ofMinutes(minutes);
        } catch (ArithmeticException e) {
            throw new BadRequest("That is too long.");
        }
    }

    private static PermissionScope bounded(PermissionScope scope, Map<String, @Nullable Object> bound) {
        if (!(bound.get("argument") instanceof String name)) {
            throw new BadRequest("A bound names its argument.");
        }
        try {
            if (bound.get("up_to") instanceof Number most) {
                return scope.upTo(name, Json.decimal(most));
            }
            if (bound.get("one_of") instanceof List<?> values) {
                return scope.oneOf(name, values.toArray());
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new BadRequest("The bound of '" + name + "' is none: a number from zero up, or a list of values.");
        }
        if (Boolean.TRUE.equals(bound.get("anything"))) {
            return scope.anything(name);
        }
        throw new BadRequest("A bound has a number up_to, a list one_of, or the flag anything.");
    }

    private static int status(String code) {
        return switch (code) {
            case "not_entitled" -> ApiResponse.FORBIDDEN;
            case "wrong_hash", "ended", "tool_changed" -> ApiResponse.CONFLICT;
            default -> ApiResponse.UNPROCESSABLE;
        };
    }

    ApiResponse list(int limit, @Nullable UUID before, Caller person) {
        List<PermissionCard> cards = gateway.reviews().permissions(person, limit, before);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put(
                "items",
                cards.stream().map(card -> Json.parseObject(card.toJson())).toList());
        members.put(
                "next",
                cards.size() < limit ? null : cards.get(cards.size() - 1).id().toString());
        return ApiResponse.of(ApiResponse.OK, members);
    }

    ApiResponse revoke(UUID id, Body body, Caller person) {
        RevokeResult result = gateway.permissions().revoke(id, person, body.optional("note"));
        return switch (result) {
            case REVOKED -> said("Taken back. Such calls wait for people again.");
            case REVOKED_BEFORE -> said("It was taken back before.");
            case NOT_FOUND -> ApiResponse.trouble(ApiResponse.NOT_FOUND, "There is no such permission for you.");
        };
    }

    private static ApiResponse said(String message) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("message", message);
        return ApiResponse.of(ApiResponse.OK, members);
    }
}
