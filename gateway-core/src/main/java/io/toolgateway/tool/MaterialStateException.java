package io.toolgateway.tool;

import io.toolgateway.GatewayException;

/**
 * A tool gave facts that make no {@link MaterialState}. The message names no value.
 *
 * @since 0.1
 */
public final class MaterialStateException extends GatewayException {

    private static final long serialVersionUID = 1;

    MaterialStateException(String flaw) {
        super("the material state " + flaw, null);
    }
}
