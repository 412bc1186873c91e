package io.toolgateway.replay;

import io.toolgateway.GatewayException;
import org.jspecify.annotations.Nullable;

/**
 * A recording cannot be read, or a tools file has rows that make no tool.
 *
 * <p>The message names the file and, a line each, every bad row with what is wrong with it.
 *
 * @since 0.1
 */
public final class RecordingException extends GatewayException {

    private static final long serialVersionUID = 1;

    RecordingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
