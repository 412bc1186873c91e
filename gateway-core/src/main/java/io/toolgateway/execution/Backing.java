package io.toolgateway.execution;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolRegistry;
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
 * @since 0.1
 */
public record Backing(
        ToolRegistry tools,
        Policy policy,
        ProposalStore store,
        Function<Proposal, Optional<Caller>> callerNow,
        GatewayListener listener,
        TimeSource time,
        IdSource ids) {}
