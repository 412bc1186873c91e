package io.toolgateway.examples.portal;

import io.toolgateway.caller.Caller;
import java.util.Map;

/**
 * What answers under {@code /api/review/}: the list of what waits, decisions, history, notifications, figures. The portal has checked
 * by then that the request comes from a page of its own, and who has signed in.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ReviewEndpoint {

    /** Where nothing is mounted. */
    ReviewEndpoint NONE = (request, person) ->
            new Reply(404, "{\"error\":{\"code\":\"not_found\",\"message\":\"There is nothing here.\"}}");

    /**
     * A request.
     *
     * @param method GET, HEAD or POST
     * @param path what follows {@code /api/review/}, as it was sent
     * @param query the parameters, decoded
     * @param body JSON text; empty of a GET
     */
    record Request(String method, String path, Map<String, String> query, String body) {

        /** Without the body. */
        @Override
        public String toString() {
            return "Request[" + method + " " + path + "]";
        }
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body JSON text; empty for none
     */
    record Reply(int status, String body) {

        /** Without the body. */
        @Override
        public String toString() {
            return "Reply[" + status + "]";
        }
    }

    /**
     * Answers a request.
     *
     * @param request the request
     * @param person who has signed in, as the directory knows them now
     * @return the answer
     */
    Reply handle(Request request, Caller person);
}
