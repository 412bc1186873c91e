package io.toolgateway.policy;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Tool;
import java.time.Instant;

/**
 * What a policy judges: a validated, permitted call, and what is known around it.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class PolicyRequest {

    private final Tool tool;
    private final Call call;
    private final Instant now;
    private final History history;

    /**
     * Creates a request, as the gateway and tests of policies do.
     *
     * @param tool the tool's contract
     * @param call the call
     * @param now the gateway's time
     * @param history what the caller did before
     */
    public PolicyRequest(Tool tool, Call call, Instant now, History history) {
        this.tool = tool;
        this.call = call;
        this.now = now;
        this.history = history;
    }

    /** {@return the tool's contract} */
    public Tool tool() {
        return tool;
    }

    /** {@return the completed arguments} */
    public Arguments arguments() {
        return call.arguments();
    }

    /** {@return on whose behalf the call is made} */
    public Caller caller() {
        return call.caller();
    }

    /** {@return the user's request} */
    public Request request() {
        return call.request();
    }

    /** {@return the gateway's time} */
    public Instant now() {
        return now;
    }

    /** {@return what the caller did before} */
    public History history() {
        return history;
    }
}
