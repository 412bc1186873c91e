package io.toolgateway.web;

import io.toolgateway.Gateway;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.StoreException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a page for reviewers needs, as JSON over HTTP, without a web framework: a host takes a request out of its own, says who is
 * signed in, and sends what it is given. The panel in {@code META-INF/resources/tool-gateway/approvals.js} of this artifact is
 * written for it.
 *
 * <pre>
 * GET  changes                          {count, unread}: the banner; cheap
 * GET  pending?limit&amp;cursor&amp;unless      {items, next, version}: what waits and the person may see, newest first
 * GET  history?q&amp;status&amp;limit&amp;cursor&amp;unless  the same of everything
 * GET  items/{id}                       one card, with a preview while it waits
 * POST items/{id}/approve               {hash, note?} → {message, item}
 * POST items/{id}/reject                {hash, note?}
 * POST items/{id}/withdraw              {hash, note?}
 * POST items/{id}/edit                  {hash, changes: [{pointer, value}], note?} → the new revision, to be approved
 * POST items/{id}/permit                {hash, uses, minutes, bounds?: [{argument, up_to | one_of | anything}], note?}
 * GET  permissions?limit&amp;cursor         {items, next}: what was allowed in advance and concerns the person, newest first
 * POST permissions/{id}/revoke          {note?}
 * GET  notifications?limit&amp;cursor&amp;unless  {items: [{id, kind, proposal, tool, asked_by, detail, at, read}], next, version}
 * POST notifications/read               marks all as read
 * GET  metrics                          {@link ToolTable#toJson()}
 * </pre>
 *
 * <p>An item is {@link io.toolgateway.review.ReviewCard#toJson()}, a permission {@link io.toolgateway.review.PermissionCard#toJson()}; {@code unless} is the version that is shown already: 204 if it
 * still holds. What does not succeed has a {@code message} for the person: 400 for what cannot be read, 403 for whom it is not to
 * decide, 404 for what is not there for this person, 409 for what stands otherwise by now (with {@code item}), 422 for an edit that the
 * rules refuse (with {@code problems}), 503 if the record cannot be reached.
 *
 * <p><strong>The host's part</strong>: the person comes from the authenticated session and from nothing else; every POST is protected
 * against forgery (a token of the session, {@code SameSite} cookies, the origin); bodies are bounded. The JSON is not escaped for HTML.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class ReviewApi {

    private static final Logger LOG = LoggerFactory.getLogger(ReviewApi.class);

    private final Gateway gateway;
    private final Decisions decisions;
    private final Permitting permitting;
    private final Lists lists;

    private ReviewApi(Gateway gateway, Function<Caller, Optional<ToolTable>> metrics) {
        this.gateway = gateway;
        this.decisions = new Decisions(gateway);
        this.permitting = new Permitting(gateway);
        this.lists = new Lists(gateway, metrics);
    }

    /**
     * The API of a gateway, without metrics.
     *
     * @param gateway the gateway
     * @return the API
     */
    public static ReviewApi of(Gateway gateway) {
        return new ReviewApi(gateway, person -> Optional.empty());
    }

    /**
     * The same with figures of the tools.
     *
     * @param metrics the table for a person; empty for whom it is not
     * @return a copy
     */
    public ReviewApi withMetrics(Function<Caller, Optional<ToolTable>> metrics) {
        return new ReviewApi(gateway, metrics);
    }

    /**
     * Answers one request.
     *
     * @param request what is asked
     * @param person who asks, from the host's authenticated session
     * @return the answer; never an exception for what a front end or a store does
     */
    public ApiResponse handle(ApiRequest request, Caller person) {
        try {
            return switch (request.method()) {
                case "GET" -> get(request, person);
                case "POST" -> post(request, person);
                default -> ApiResponse.trouble(ApiResponse.NOT_ALLOWED, "Only GET and POST are known here.");
            };
        } catch (BadRequest e) {
            return ApiResponse.trouble(ApiResponse.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            LOG.warn("the store did not answer {}", request, e);
            return ApiResponse.trouble(
                    ApiResponse.UNAVAILABLE, "The record cannot be reached. Look again before you decide again.");
        }
    }

    private ApiResponse get(ApiRequest request, Caller person) {
        return switch (request.path()) {
            case "changes" -> lists.changes(person);
            case "pending" -> lists.pending(request.parameters(), person);
            case "history" -> lists.history(request.parameters(), person);
            case "notifications" -> lists.notifications(request.parameters(), person);
            case "metrics" -> lists.metrics(person);
            case "permissions" -> lists.permissions(permitting, request.parameters(), person);
            default -> {
                String[] parts = request.path().split("/", -1);
                yield parts.length == 2 && parts[0].equals("items") ? lists.item(id(parts[1]), person) : nowhere();
            }
        };
    }

    private ApiResponse post(ApiRequest request, Caller person) {
        if (request.path().equals("notifications/read")) {
            return lists.markAllRead(person);
        }
        String[] path = request.path().split("/", -1);
        if (path.length != 3) {
            return nowhere();
        }
        return switch (path[0] + "/" + path[2]) {
            case "items/permit" -> permitting.grant(id(path[1]), Body.of(request.body()), person);
            case "permissions/revoke" -> permitting.revoke(permission(path[1]), Body.of(request.body()), person);
            default ->
                path[0].equals("items")
                        ? decisions.decide(id(path[1]), path[2], Body.of(request.body()), person)
                        : nowhere();
        };
    }

    static UUID permission(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("This is not the id of a permission.");
        }
    }

    static ProposalId id(String text) {
        try {
            return ProposalId.of(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("This is not the id of a proposal.");
        }
    }

    private static ApiResponse nowhere() {
        return ApiResponse.trouble(ApiResponse.NOT_FOUND, "There is nothing here.");
    }
}
