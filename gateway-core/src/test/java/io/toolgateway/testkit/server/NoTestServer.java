package io.toolgateway.testkit.server;

import org.jspecify.annotations.Nullable;

/** A test needs a server and there is none: the test fails with this, and the message says what to set. */
public final class NoTestServer extends RuntimeException {

    NoTestServer(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
