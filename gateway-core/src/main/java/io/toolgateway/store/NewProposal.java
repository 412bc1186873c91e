package io.toolgateway.store;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.ProposalId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A proposal to be stored: parked, or running from the start.
 *
 * @param id its id
 * @param transition the id of the transition that stores it
 * @param content what is proposed
 * @param start who runs it at once, where the verdict allows; null to park it
 * @since 0.1
 */
public record NewProposal(ProposalId id, UUID transition, Content content, Change.@Nullable Claim start) {}
