package io.toolgateway.web;

import java.util.Map;

/**
 * What a front end asks, taken out of the host's web framework.
 *
 * @param method {@code GET} or {@code POST}
 * @param path what follows the place where the API is mounted, decoded, such as {@code items/0190.../approve}
 * @param parameters of the query, decoded; of one that is there twice any
 * @param body the body as text; empty if there is none
 * @since 0.1
 */
public record ApiRequest(String method, String path, Map<String, String> parameters, String body) {

    /** Copies the parameters. */
    public ApiRequest {
        parameters = Map.copyOf(parameters);
    }

    /** Names only: a search or a note may be private. */
    @Override
    public String toString() {
        return "ApiRequest[" + method + " " + path.length() + " characters]";
    }
}
