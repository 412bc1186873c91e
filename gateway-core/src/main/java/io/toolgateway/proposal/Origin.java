package io.toolgateway.proposal;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
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

    /** Refuses an id that no store can hold, and makes the words such that every store can carry them. */
    public Origin {
        if (callId != null) {
            Storable.required(callId, "call's id");
        }
        summary = summary == null ? null : Json.storable(summary);
        rawCall = rawCall == null ? null : Json.storable(rawCall);
    }

    /** Names only: the texts may hold secrets. */
    @Override
    public String toString() {
        return "Origin[" + caller + " " + request + "]";
    }
}
