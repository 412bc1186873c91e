package io.toolgateway.tool;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the exceptions of the platform and of this library say. */
final class StandardFailures implements FailureClassifier {

    static final StandardFailures INSTANCE = new StandardFailures();

    /** A cause can lead back to itself. */
    private static final int DEEPEST_CAUSE = 10;

    private StandardFailures() {}

    @Override
    public Optional<Failure> ofThrown(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            Failure known = known(cause);
            if (known != null) {
                return Optional.of(known);
            }
            cause = cause.getCause();
        }
        return Optional.of(Failure.PERMANENT);
    }

    private static @Nullable Failure known(Throwable thrown) {
        if (thrown instanceof HttpStatusException answer) {
            return answer.failure();
        }
        if (thrown instanceof FileSystemException || thrown instanceof FileNotFoundException) {
            return Failure.PERMANENT;
        }
        boolean passes = thrown instanceof IOException
                || thrown instanceof InterruptedException
                || thrown instanceof TimeoutException
                || thrown instanceof SQLTransientException
                || thrown instanceof SQLRecoverableException;
        return passes ? Failure.TRANSIENT : null;
    }

    @Override
    public Optional<Failure> ofReturned(ToolResult result) {
        return Optional.ofNullable(result.failure());
    }
}
