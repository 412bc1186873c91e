package io.toolgateway.web;

/** A request that cannot be read; ends as a response, never leaves this package. */
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequest(String message) {
        super(message, null, false, false);
    }
}
