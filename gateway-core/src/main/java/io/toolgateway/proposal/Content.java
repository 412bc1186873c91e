package io.toolgateway.proposal;

import org.jspecify.annotations.Nullable;

/**
 * What is proposed: everything of a proposal that never changes after it was stored.
 *
 * @param origin who asked, in which request
 * @param tool the tool's contract then
 * @param arguments the arguments and what binds them
 * @param terms the decision and the validity
 * @param chain its place in a chain, or null
 * @param revises the proposal it replaces, or null
 * @param undoes the step of a broken chain that it undoes, or null; the tool's compensation runs then in the place of its handler
 * @param editedBy the user id of the reviewer who changed the call that was proposed into this one, or null if it is as proposed
 * @since 0.1
 */
public record Content(
        Origin origin,
        ProposedTool tool,
        ProposedArguments arguments,
        Terms terms,
        @Nullable ChainPosition chain,
        @Nullable ProposalId revises,
        @Nullable ProposalId undoes,
        @Nullable String editedBy) {

    /**
     * This content as a step of a chain, under the chain's terms; what it takes out of budgets stays its own.
     *
     * @param position its place
     * @param terms the chain's decision and validity
     * @return a copy
     */
    public Content inChain(ChainPosition position, Terms terms) {
        return new Content(
                origin,
                tool,
                arguments,
                terms.reserving(this.terms.reservations()),
                position,
                revises,
                undoes,
                editedBy);
    }
}
