package io.toolgateway.execution;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Announcer;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What execution stands on. Made by the gateway's builder.
 *
 * @param tools the allowlist
 * @param policy the rules, asked again for denials before a start
 * @param store where proposals are kept
 * @param callerNow who triggered a proposal, with the roles held now; empty if gone
 * @param listener hears every event
 * @param time the gateway's clock
 * @param ids makes transition ids
 * @param announcing who is asked what is sent about the moves that it makes
 * @since 0.1
 */
public record Backing(
        ToolRegistry tools,
        Policy policy,
        ProposalStore store,
        Function<Proposal, Optional<Caller>> callerNow,
        GatewayListener listener,
        TimeSource time,
        IdSource ids,
        List<Announcer> announcing) {

    /** Copies the announcers. */
    public Backing {
        announcing = List.copyOf(announcing);
    }

    /**
     * What is said about the moves of one request to the store.
     *
     * @param isUnheard whether nobody waits any more for the answer that a move gives
     * @return the effects to be added to it
     */
    public List<SideEffect.Announce> announcements(boolean isUnheard) {
        return announcing.stream()
                .map(announcer -> new SideEffect.Announce(announcer, isUnheard))
                .toList();
    }

    /** {@return the same where whoever proposed waits for the answer, for an insertion or a transition} */
    public List<SideEffect> effects() {
        return List.copyOf(announcements(false));
    }
}
