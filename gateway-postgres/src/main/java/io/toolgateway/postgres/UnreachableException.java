package io.toolgateway.postgres;

import io.toolgateway.store.StoreException;
import org.jspecify.annotations.Nullable;

/** There is no connection, or it was lost more often than it pays to try again. */
final class UnreachableException extends StoreException {

    private static final long serialVersionUID = 1;

    UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
