package io.toolgateway.tool;

import io.toolgateway.GatewayException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A handler throws it where the system behind its tool answered with an HTTP status that is no success and it is not known
 * whether anything happened. Where it is known that nothing did, the handler returns {@link ToolResult#httpFailure} instead.
 *
 * @since 0.1
 */
public final class HttpStatusException extends GatewayException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    /**
     * Creates one.
     *
     * @param status the HTTP status
     */
    public HttpStatusException(int status) {
        this(status, null);
    }

    /**
     * Creates one.
     *
     * @param status the HTTP status
     * @param retryAfter what the header {@code Retry-After} says, or null without one
     */
    public HttpStatusException(int status, @Nullable Duration retryAfter) {
        super("the system behind the tool answered with status " + status, null);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return what kind of failure it is} */
    public Failure failure() {
        return Failure.ofHttpStatus(status, retryAfter);
    }
}
