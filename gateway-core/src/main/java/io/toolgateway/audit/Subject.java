package io.toolgateway.audit;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.proposal.Proposal;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about: whose call, of which tool, with which arguments.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Subject {

    private final Caller caller;
    private final Request request;
    private final @Nullable String callId;
    private final String tool;
    private final Supplier<@Nullable String> shownArguments;

    /**
     * Creates a subject.
     *
     * @param caller on whose behalf
     * @param request the user's request
     * @param callId the provider's id of the call, or null
     * @param tool the tool's name, see {@link #tool()}
     * @param shownArguments see {@link #shownArguments()}; asked only when someone looks, since most events are never read
     */
    public Subject(
            Caller caller,
            Request request,
            @Nullable String callId,
            String tool,
            Supplier<@Nullable String> shownArguments) {
        this.caller = caller;
        this.request = request;
        this.callId = callId;
        this.tool = tool;
        this.shownArguments = shownArguments;
    }

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
                () -> proposal.content().arguments().shown());
    }

    /** {@return on whose behalf} */
    public Caller caller() {
        return caller;
    }

    /** {@return the user's request} */
    public Request request() {
        return request;
    }

    /** {@return the provider's id of the call, or null} */
    public @Nullable String callId() {
        return callId;
    }

    /** {@return the tool's name; one that is not on the allowlist is cut at 128 characters and escaped} */
    public String tool() {
        return tool;
    }

    /**
     * The arguments' JSON text with secrets removed; of a call that could not be read the start of its raw text.
     *
     * @return JSON text, or null where nothing may be shown
     */
    public @Nullable String shownArguments() {
        return shownArguments.get();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subject that
                && caller.equals(that.caller)
                && request.equals(that.request)
                && tool.equals(that.tool)
                && Objects.equals(callId, that.callId)
                && Objects.equals(shownArguments(), that.shownArguments());
    }

    @Override
    public int hashCode() {
        return Objects.hash(caller, request, callId, tool);
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Subject[" + tool + " by " + caller + " in " + request + "]";
    }
}
