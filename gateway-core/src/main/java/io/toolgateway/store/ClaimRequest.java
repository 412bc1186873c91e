package io.toolgateway.store;

import io.toolgateway.json.Storable;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * A worker asks for work.
 *
 * @param transition the id of the transition of every proposal claimed with it
 * @param worker who asks
 * @param tools the tools it has; others are left alone
 * @param limit how many at most; at least 1
 * @param lease how long the hold lasts
 * @param isRepeat whether it was asked before under this id and not answered: what it took then is given, and nothing else is taken
 * @since 0.1
 */
public record ClaimRequest(
        UUID transition, String worker, Set<String> tools, int limit, Duration lease, boolean isRepeat) {

    /** Copies the tools; refuses a limit below one, and names that no store can hold. */
    public ClaimRequest {
        tools = Set.copyOf(tools);
        tools.forEach(tool -> Storable.required(tool, "tool's name"));
        Storable.required(worker, "worker's name");
        if (limit < 1) {
            throw new IllegalArgumentException("a claim asks for at least 1");
        }
    }

    /**
     * A worker asks for the first time.
     *
     * @param transition the id of the transition of every proposal claimed with it
     * @param worker who asks
     * @param tools the tools it has; others are left alone
     * @param limit how many at most; at least 1
     * @param lease how long the hold lasts
     */
    public ClaimRequest(UUID transition, String worker, Set<String> tools, int limit, Duration lease) {
        this(transition, worker, tools, limit, lease, false);
    }

    /** {@return the same, to be asked again since it was not answered} */
    public ClaimRequest again() {
        return new ClaimRequest(transition, worker, tools, limit, lease, true);
    }

    /** {@return who asks, for the record} */
    public String actor() {
        return "worker:" + worker;
    }

    /**
     * The claim of one proposal, to be made with {@link ProposalStore#apply}; it may be repeated as a claim.
     *
     * @param proposal a proposal that may be claimed by then
     * @return the transition
     */
    public Transition transitionOf(Proposal proposal) {
        return Transition.of(transition, proposal.tenant(), actor(), proposal.id(), new Change.Claim(worker, lease));
    }
}
