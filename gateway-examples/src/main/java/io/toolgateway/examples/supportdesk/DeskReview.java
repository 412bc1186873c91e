package io.toolgateway.examples.supportdesk;

import io.toolgateway.Gateway;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.caller.Caller;
import io.toolgateway.examples.portal.ReviewEndpoint;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import io.toolgateway.web.ApiRequest;
import io.toolgateway.web.ApiResponse;
import io.toolgateway.web.ReviewApi;
import java.time.Instant;
import java.util.Optional;

/** The library's API for reviewers, mounted in the portal: all that a host has to write for it. */
final class DeskReview implements ReviewEndpoint {

    private final ReviewApi api;

    DeskReview(Gateway gateway, ProposalStore store, TimeSource time) {
        this.api = ReviewApi.of(gateway)
                .withMetrics(
                        person -> People.isStaff(person) ? Optional.of(today(person, store, time)) : Optional.empty());
    }

    private static ToolTable today(Caller person, ProposalStore store, TimeSource time) {
        Instant now = time.instant();
        Instant from = now.minus(ToolTable.DEFAULT_WINDOW);
        return ToolTable.of(store.events(EventQuery.since(person.tenant(), from)), now);
    }

    @Override
    public Reply handle(Request request, Caller person) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        ApiResponse response =
                api.handle(new ApiRequest(method, request.path(), request.query(), request.body()), person);
        return new Reply(response.status(), response.body());
    }
}
