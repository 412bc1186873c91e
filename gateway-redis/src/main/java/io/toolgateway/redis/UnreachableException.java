package io.toolgateway.redis;

import io.toolgateway.store.StoreException;

/** No answer came: what was asked for may or may not have been done. */
final class UnreachableException extends StoreException {

    private static final long serialVersionUID = 1;

    UnreachableException(Throwable cause) {
        super("Redis does not answer: " + cause.getClass().getSimpleName(), cause);
    }
}
