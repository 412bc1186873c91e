package io.toolgateway.tool;

import java.util.Objects;

/**
 * What a {@link Reconciler} found out.
 *
 * @since 0.1
 */
public sealed interface Reconciliation {

    /**
     * The call happened.
     *
     * @param result what it came to: a success, or pending where the system behind the tool has not finished it
     */
    record Happened(ToolResult result) implements Reconciliation {

        /** Refuses a failure, which says that nothing was changed. */
        public Happened {
            Objects.requireNonNull(result, "result");
            if (result.status() == ToolResult.Status.FAILURE) {
                throw new IllegalArgumentException("what happened has not failed: say that it did not happen");
            }
        }
    }

    /** The call did not happen and never will. */
    record DidNotHappen() implements Reconciliation {}

    /** The system behind the tool cannot tell now; it is asked again later. */
    record NotKnownYet() implements Reconciliation {}

    /**
     * The call happened.
     *
     * @param result what it came to, not a failure
     * @return the finding
     */
    static Reconciliation happened(ToolResult result) {
        return new Happened(result);
    }

    /**
     * The call did not happen and never will. Nothing is started again for that: the approval is spent; the model and the user
     * are told, and may propose it again.
     *
     * @return the finding
     */
    static Reconciliation didNotHappen() {
        return new DidNotHappen();
    }

    /**
     * The system behind the tool cannot tell now.
     *
     * @return the finding
     */
    static Reconciliation notKnownYet() {
        return new NotKnownYet();
    }
}
