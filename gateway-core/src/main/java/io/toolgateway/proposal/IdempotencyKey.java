package io.toolgateway.proposal;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import org.jspecify.annotations.Nullable;

/**
 * The key under which a call happens at most once: made by the system, never by the model.
 *
 * <p>Shape: 32 lower-case hex digits. With a request key it is made from tenant, user, request key, tool and arguments, so the
 * same request sent again gives the same key; without one from tenant, user, conversation and call id; without both it is
 * random and protects from nothing but a handler's repeat (PROTOCOL 2.7).
 *
 * @since 0.1
 */
public final class IdempotencyKey {

    private static final int DIGITS = 32;

    private IdempotencyKey() {}

    /**
     * Makes the key of a call.
     *
     * @param caller on whose behalf
     * @param request the request
     * @param callId the provider's id of the call, or null
     * @param tool the tool's name
     * @param argsHash the hash of the completed arguments
     * @param ids for the random key
     * @return 32 lower-case hex digits
     */
    public static String of(
            Caller caller, Request request, @Nullable String callId, String tool, String argsHash, IdSource ids) {
        String tenant = caller.tenant().value();
        String user = caller.userId();
        String key = request.key();
        if (key != null) {
            String distinct = request.isDistinctByCallId() && callId != null ? callId : "";
            return digits(ArgumentsHash.sha256("request", tenant, user, key, tool, argsHash, distinct));
        }
        String conversation = request.conversationId();
        if (conversation != null && callId != null) {
            return digits(ArgumentsHash.sha256("call", tenant, user, conversation, callId));
        }
        return ids.next().toString().replace("-", "");
    }

    /**
     * The key of a call that is proposed again after an earlier one ended: always the same for the same one, so that two who do it
     * at once make one proposal, and another one for each.
     *
     * @param earlier the key of the one that ended
     * @return 32 lower-case hex digits
     */
    public static String again(String earlier) {
        return digits(ArgumentsHash.sha256("again", earlier));
    }

    /**
     * Whether a call's key can be made again, so that a duplicate is seen.
     *
     * @param request the request
     * @param callId the provider's id of the call, or null
     * @return false if the key would be random
     */
    public static boolean isRepeatable(Request request, @Nullable String callId) {
        return request.key() != null || (request.conversationId() != null && callId != null);
    }

    private static String digits(String sha256) {
        return sha256.substring(0, DIGITS);
    }
}
