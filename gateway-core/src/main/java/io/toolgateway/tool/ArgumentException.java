package io.toolgateway.tool;

import io.toolgateway.GatewayException;

/**
 * An argument was asked for that is absent, null or of another type.
 *
 * <p>In a policy rule it means that the rule's condition cannot be known; anywhere else the tool's schema does not demand
 * what its code relies on.
 *
 * @since 0.1
 */
public final class ArgumentException extends GatewayException {

    private static final long serialVersionUID = 1;

    ArgumentException(String name, String expected) {
        super("argument '" + name + "' is not " + expected, null);
    }
}
