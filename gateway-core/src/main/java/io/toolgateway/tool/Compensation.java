package io.toolgateway.tool;

import org.jspecify.annotations.Nullable;

/**
 * Undoes what a call of a tool did, because a later step of its chain was not executed. Implemented by the application; see
 * {@link ToolBuilder#compensatedBy}.
 *
 * <p>Effect: whatever the call changed is as if it had not been made. Where it was not made, which may be if its outcome is not
 * known, nothing is changed.
 *
 * <p>Late: a call whose worker died or was given up may arrive at the other system after it was undone, however long the gateway
 * waits before it undoes it. So an undo must make a later arrival of the call ineffective as well: say to the other system that
 * the call's idempotency key, or every fence lower than the undo's, is used up. What a call did after it was undone is on record
 * as an event, and nothing undoes it again.
 *
 * <p>Repeat: as often as it takes; a second undo of the same call changes nothing.
 *
 * <p>Threads: as {@link ToolHandler}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Compensation {

    /**
     * Undoes one call.
     *
     * @param call the call that is to be undone: its arguments, and its idempotency key, by which the other system knows it; the
     *     attempt and deadline are those of the undo, and its fence is higher than any the call had. It has no version of the resource
     * @param done what the call returned, without data too large for a record; null if it is not known whether it was made
     * @return a success once it is undone or there was nothing to undo; a failure if it could not be undone and nothing was changed
     * @throws Exception if it broke off
     */
    ToolResult undo(Invocation call, @Nullable ToolResult done) throws Exception;
}
