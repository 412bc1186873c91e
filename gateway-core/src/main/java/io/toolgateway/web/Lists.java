package io.toolgateway.web;

import io.toolgateway.Gateway;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.notification.Notice;
import io.toolgateway.notification.Notification;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.review.CardPage;
import io.toolgateway.store.ProposalQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people look at through the API: each list page by page, under a version that tells whether it has changed. */
final class Lists {

    private static final int LARGEST_PAGE = 100;
    private static final String DEFAULT_PAGE = "50";

    private final Gateway gateway;
    private final Function<Caller, Optional<ToolTable>> metrics;

    Lists(Gateway gateway, Function<Caller, Optional<ToolTable>> metrics) {
        this.gateway = gateway;
        this.metrics = metrics;
    }

    ApiResponse changes(Caller person) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("count", gateway.approvals().countPending(person));
        members.put("unread", gateway.notices().unread(person));
        return ApiResponse.of(ApiResponse.OK, members);
    }

    ApiResponse item(ProposalId id, Caller person) {
        return gateway.reviews()
                .find(id, person)
                .map(card -> new ApiResponse(ApiResponse.OK, card.toJson()))
                .orElseGet(Decisions::notFound);
    }

    ApiResponse pending(Map<String, String> parameters, Caller person) {
        int limit = limit(parameters);
        return page(gateway.reviews().pending(person, limit, cursor(parameters)), parameters);
    }

    ApiResponse history(Map<String, String> parameters, Caller person) {
        ProposalQuery query = ProposalQuery.of(person.tenant()).limit(limit(parameters));
        String words = parameters.getOrDefault("q", "");
        try {
            query = words.isBlank() ? query : query.containing(words);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("This cannot be searched for: " + e.getMessage() + ".");
        }
        String status = parameters.getOrDefault("status", "");
        query = status.isBlank() ? query : query.in(status(status));
        ProposalId cursor = cursor(parameters);
        return page(gateway.reviews().search(cursor == null ? query : query.before(cursor), person), parameters);
    }

    private static ProposalStatus status(String text) {
        try {
            return ProposalStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("There is no such status.");
        }
    }

    ApiResponse notifications(Map<String, String> parameters, Caller person) {
        int limit = limit(parameters);
        String cursor = parameters.getOrDefault("cursor", "");
        List<Notice> found = cursor.isEmpty()
                ? gateway.notices().newest(person, limit)
                : gateway.notices().before(person, number(cursor), limit);
        String next = found.size() < limit
                ? null
                : Long.toString(found.get(found.size() - 1).number());
        return versioned(found.stream().map(Lists::notice).toList(), next, parameters);
    }

    ApiResponse permissions(Permitting permitting, Map<String, String> parameters, Caller person) {
        String cursor = parameters.getOrDefault("cursor", "");
        return permitting.list(limit(parameters), cursor.isEmpty() ? null : ReviewApi.permission(cursor), person);
    }

    ApiResponse markAllRead(Caller person) {
        gateway.notices().markAllRead(person);
        return new ApiResponse(ApiResponse.NO_CONTENT, "");
    }

    private static Map<String, @Nullable Object> notice(Notice notice) {
        Notification notification = notice.notification();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", notification.id().toString());
        members.put("kind", notification.kind().text());
        members.put("proposal", notification.proposal().toString());
        members.put("tool", notification.tool());
        members.put("asked_by", notification.askedBy());
        members.put("detail", notification.detail());
        members.put("at", notification.occurredAt().toString());
        members.put("read", notice.isRead());
        return members;
    }

    ApiResponse metrics(Caller person) {
        return metrics.apply(person)
                .map(table -> new ApiResponse(ApiResponse.OK, table.toJson()))
                .orElseGet(() -> ApiResponse.trouble(ApiResponse.NOT_FOUND, "There are no metrics for you."));
    }

    private static ApiResponse page(CardPage page, Map<String, String> parameters) {
        List<Map<String, @Nullable Object>> items = page.cards().stream()
                .map(card -> Json.parseObject(card.toJson()))
                .toList();
        return versioned(items, page.next() == null ? null : page.next().toString(), parameters);
    }

    /** Nothing is sent again that the front end shows already. */
    private static ApiResponse versioned(
            List<Map<String, @Nullable Object>> items, @Nullable String next, Map<String, String> parameters) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("items", items);
        members.put("next", next);
        String version = ArgumentsHash.sha256(
                String.valueOf(next),
                Json.write(items.stream().map(Lists::timeless).toList()));
        if (version.equals(parameters.get("unless"))) {
            return new ApiResponse(ApiResponse.NO_CONTENT, "");
        }
        members.put("version", version);
        return ApiResponse.of(ApiResponse.OK, members);
    }

    /** That time goes by is no change. */
    private static Map<String, @Nullable Object> timeless(Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(item);
        copy.remove("seconds_left");
        copy.remove("time_left");
        return copy;
    }

    private static int limit(Map<String, String> parameters) {
        String text = parameters.getOrDefault("limit", DEFAULT_PAGE);
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > LARGEST_PAGE) {
            throw new BadRequest("A page has 1 to " + LARGEST_PAGE + " items.");
        }
        return Integer.parseInt(text);
    }

    private static @Nullable ProposalId cursor(Map<String, String> parameters) {
        String text = parameters.get("cursor");
        return text == null || text.isEmpty() ? null : ReviewApi.id(text);
    }

    private static long number(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw new BadRequest("There is no such page.");
        }
        return Long.parseLong(cursor);
    }
}
