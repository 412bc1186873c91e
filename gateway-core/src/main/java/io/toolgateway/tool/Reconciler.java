package io.toolgateway.tool;

/**
 * Asks the system behind a tool whether a call happened whose outcome is not known. Implemented by the application; see
 * {@link ToolBuilder#reconciledBy}.
 *
 * <p>Effect: it only asks. What it finds is appended to the proposal, whose status stays; a person who was quicker has the word.
 *
 * <p>Say that it did not happen only where it cannot happen any more: a worker that was given up may still be under way, on another
 * host too. It is asked no sooner than the tool's time limit after the outcome was seen to be unknown; a system that refuses a
 * key once it was asked about, or a fence that is too small, can be sure, and one that cannot says that it is not known yet.
 *
 * <p>Repeat: again and again, at growing intervals, by several hosts at the same time, until it is known.
 *
 * <p>Threads: must be safe for concurrent use. It runs on a worker's thread, which is interrupted at the tool's time limit.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Reconciler {

    /**
     * Finds out about one call.
     *
     * @param call the call: its arguments, its idempotency key, by which the other system knows it, how often it was started and
     *     the latest fence; the caller is as when it was proposed, and may be gone since
     * @return what was found out; null counts as not known yet
     * @throws Exception counts as not known yet
     */
    Reconciliation reconcile(Invocation call) throws Exception;
}
