package io.toolgateway.web;

import io.toolgateway.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a front end is answered: to be sent as {@code application/json} in UTF-8, and never to be kept by a cache.
 *
 * @param status the HTTP status
 * @param body JSON text; empty for 204
 * @since 0.1
 */
public record ApiResponse(int status, String body) {

    static final int OK = 200;
    static final int NO_CONTENT = 204;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int UNPROCESSABLE = 422;
    static final int UNAVAILABLE = 503;

    static ApiResponse of(int status, Map<String, @Nullable Object> members) {
        return new ApiResponse(status, Json.write(members));
    }

    /** Something that did not succeed, in words for the person. */
    static ApiResponse trouble(int status, String message) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("message", message);
        return of(status, members);
    }

    /** Names only: the body is for one person. */
    @Override
    public String toString() {
        return "ApiResponse[" + status + "]";
    }
}
