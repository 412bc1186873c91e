package io.toolgateway.postgres;

import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolResult;
import java.sql.Connection;

/**
 * Does what a tool is for by statements in the database of the record. They are committed in one transaction with the
 * proposal's final state, or rolled back. Implemented by the application; see {@link PostgresProposalStore#transactional}.
 *
 * <p>A returned failure and a thrown exception both roll everything back: nothing happened, and it is recorded and told so.
 * What a handler does elsewhere than on this connection is not undone; it should do nothing elsewhere.
 *
 * <p>Threads: as {@link io.toolgateway.tool.ToolHandler}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TransactionalHandler {

    /**
     * Runs the tool once.
     *
     * @param call what to run, with the arguments that were approved
     * @param connection in a transaction at READ COMMITTED, which the gateway ends; it refuses {@code commit()}, {@code
     *     rollback()}, {@code close()} and what would outlast the call, and is of no use after it. Each statement ends before
     *     the call's deadline
     * @return what came of it; null is taken as success without data
     * @throws Exception if it could not be done
     */
    ToolResult handle(Invocation call, Connection connection) throws Exception;
}
