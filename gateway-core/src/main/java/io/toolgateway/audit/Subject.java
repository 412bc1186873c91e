package io.toolgateway.audit;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.proposal.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about: whose call, of which tool, with which arguments.
 *
 * @param caller on whose behalf
 * @param request the user's request
 * @param callId the provider's id of the call, or null
 * @param tool the tool's name; one that is not on the allowlist is cut at 128 characters and escaped
 * @param shownArguments the arguments' JSON text with secrets removed; of a call that could not be read the start of its raw
 *     text; null where nothing may be shown
 * @since 0.1
 */
public record Subject(
        Caller caller,
        Request request,
        @Nullable String callId,
        String tool,
        @Nullable String shownArguments) {

    /**
     * What an event of a proposal is about.
     *
     * @param proposal the proposal
     * @return its subject
     */
    public static Subject of(Proposal proposal) {
        return new Subject(
                proposal.content().origin().caller(),
                proposal.content().origin().request(),
                proposal.content().origin().callId(),
                proposal.tool(),
                proposal.content().arguments().shown());
    }
}
