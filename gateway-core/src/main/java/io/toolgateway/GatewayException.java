package io.toolgateway;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws for a bug, a lost store or damaged data.
 *
 * <p>What can be expected of a call (denied, invalid, a lost race) is a value, never an exception. The message holds names
 * and sizes, never argument values.
 *
 * @since 0.1
 */
public class GatewayException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message where and what, without argument values
     * @param cause the cause, or null
     */
    public GatewayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
