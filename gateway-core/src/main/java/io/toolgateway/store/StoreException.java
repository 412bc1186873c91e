package io.toolgateway.store;

import io.toolgateway.GatewayException;
import org.jspecify.annotations.Nullable;

/**
 * A store cannot be reached, or what it holds is damaged. Nothing is known to have happened.
 *
 * @since 0.1
 */
public class StoreException extends GatewayException {

    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message where and what, without argument values
     * @param cause the cause, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
