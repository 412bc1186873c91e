package io.toolgateway.tool;

/**
 * Does what a tool is for. Implemented by the application.
 *
 * <p>Called only after an allow decision or an approval that is on record. A returned failure says that nothing was done; a
 * thrown exception says that nobody knows, and for a tool that writes it is recorded and told so.
 *
 * <p>Threads: called on the caller's thread of {@code propose()} or on a worker's; must be safe for concurrent use.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ToolHandler {

    /**
     * Runs the tool once.
     *
     * @param call what to run, with the arguments that were approved
     * @return what came of it; null is taken as success without data
     * @throws Exception if it cannot be known what happened
     */
    ToolResult handle(Invocation call) throws Exception;
}
