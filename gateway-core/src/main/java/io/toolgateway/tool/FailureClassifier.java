package io.toolgateway.tool;

import java.util.Optional;

/**
 * Says what kind of failure an exception of a handler, or a failure that it returned, is. A tool's own is asked first
 * ({@link ToolBuilder#classifyingFailuresBy}), then {@link #standard()}.
 *
 * <p>It decides whether another start may help, never whether one is safe: a tool that may not be repeated is not started again
 * after an exception, whatever is said here.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FailureClassifier {

    /**
     * What is known without the host: statuses of {@link HttpStatusException}; network faults, time-outs and the transient
     * exceptions of JDBC are transient, also as causes; a returned failure is what it says; all else is permanent.
     *
     * @return the standard, which knows of every failure
     */
    static FailureClassifier standard() {
        return StandardFailures.INSTANCE;
    }

    /**
     * The kind of an exception.
     *
     * @param thrown what the handler threw
     * @return the failure; empty if this classifier does not know
     */
    Optional<Failure> ofThrown(Throwable thrown);

    /**
     * The kind of a returned failure.
     *
     * @param result a result whose status is {@link ToolResult.Status#FAILURE}
     * @return the failure; empty if this classifier does not know, which is the default
     */
    default Optional<Failure> ofReturned(ToolResult result) {
        return Optional.empty();
    }

    /**
     * This classifier, and another where it does not know.
     *
     * @param next who is asked then
     * @return both
     */
    default FailureClassifier or(FailureClassifier next) {
        FailureClassifier first = this;
        return new FailureClassifier() {
            @Override
            public Optional<Failure> ofThrown(Throwable thrown) {
                return first.ofThrown(thrown).or(() -> next.ofThrown(thrown));
            }

            @Override
            public Optional<Failure> ofReturned(ToolResult result) {
                return first.ofReturned(result).or(() -> next.ofReturned(result));
            }
        };
    }
}
