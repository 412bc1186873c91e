package io.toolgateway.proposal;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where a proposal came from.
 *
 * @param caller on whose behalf, with the roles held then
 * @param request the user's request
 * @param callId the provider's id of the call, or null
 * @param summary the model's plain-language summary, untrusted, or null
 * @param rawCall the call as received, or null
 * @since 0.1
 */
public record Origin(
        Caller caller,
        Request request,
        @Nullable String callId,
        @Nullable String summary,
        @Nullable String rawCall) {

    /** Names only: the texts may hold secrets. */
    @Override
    public String toString() {
        return "Origin[" + caller + " " + request + "]";
    }
}
