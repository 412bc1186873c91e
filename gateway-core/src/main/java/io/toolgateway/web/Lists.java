package io.toolgateway.web;

import io.toolgateway.Gateway;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.review.CardPage;
import io.toolgateway.store.Inbox;
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
    private final @Nullable Inbox inbox;
    private final Function<Caller, Optional<ToolTable>> metrics;

    Lists(Gateway gateway, @Nullable Inbox inbox, Function<Caller, Optional<ToolTable>> metrics) {
        this.gateway = gateway;
        this.inbox = inbox;
        this.metrics = metrics;
    }

    ApiResponse changes(Caller person) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("count", gateway.approvals().countPending(person));
        members.put("unread", inbox == null ? 0L : inbox.unread(person));
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
        if (inbox == null) {
            return ApiResponse.trouble(ApiResponse.NOT_FOUND, "This application has no notifications.");
        }
        int limit = limit(parameters);
        List<Inbox.Item> found = inbox.list(person, before(parameters), limit);
        List<Map<String, @Nullable Object>> items =
                found.stream().map(Lists::notification).toList();
        String next = found.size() < limit
                ? null
                : Long.toString(found.get(found.size() - 1).number());
        return versioned(items, next, parameters);
    }

    ApiResponse markAllRead(Caller person) {
        if (inbox != null) {
            inbox.markAllRead(person);
        }
        return new ApiResponse(ApiResponse.NO_CONTENT, "");
    }

    private static Map<String, @Nullable Object> notification(Inbox.Item item) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", item.entry().id().toString());
        members.put("at", item.at().toString());
        members.put("read", item.isRead());
        members.put("notification", Json.parse(item.entry().body()));
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

    private static long before(Map<String, String> parameters) {
        String text = parameters.getOrDefault("cursor", "");
        if (text.isEmpty()) {
            return Inbox.NEWEST;
        }
        if (!text.matches("\\d{1,18}")) {
            throw new BadRequest("There is no such page.");
        }
        return Long.parseLong(text);
    }
}
