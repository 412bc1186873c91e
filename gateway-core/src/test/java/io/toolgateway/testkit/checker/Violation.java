package io.toolgateway.testkit.checker;

import io.toolgateway.proposal.ProposalId;
import org.jspecify.annotations.Nullable;

/**
 * An invariant that a history breaks.
 *
 * @param invariant which
 * @param proposal of which proposal, or null where there is none
 * @param what what was found
 */
public record Violation(Invariant invariant, @Nullable ProposalId proposal, String what) {}
