package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.Holdings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one shard. Nobody holds it still: what is written on the strength of it is written only if it is so still.
 *
 * @param now the server's clock when it was read
 * @param switches what is off
 * @param rows the proposals that were asked for
 * @param taken the proposals under the keys that were asked for
 * @param chains the chains of those rows, each in the order of its steps; none where nothing is judged
 * @param limits what has been taken out of the limits that were asked for, as text
 */
record Held(
        Instant now,
        Switched switches,
        Map<ProposalId, Row> rows,
        Map<CallKey, ProposalId> taken,
        Map<UUID, List<ProposalId>> chains,
        Map<String, @Nullable String> limits)
        implements Holdings {

    /** For what is judged on nothing. */
    static Held nothing() {
        return new Held(Instant.EPOCH, new Switched(null, Map.of()), Map.of(), Map.of(), Map.of(), Map.of());
    }

    @Override
    public @Nullable Proposal find(ProposalId id) {
        Row row = rows.get(id);
        return row == null ? null : row.proposal();
    }

    @Override
    public @Nullable Proposal find(CallKey key) {
        ProposalId id = taken.get(key);
        return id == null ? null : find(id);
    }

    @Override
    public boolean isOff(String tool, TenantId tenant) {
        return switches.isOff(tool, tenant);
    }

    @Override
    public boolean isItsTurn(Proposal proposal) {
        List<ProposalStatus> before = before(proposal);
        return before.get(before.size() - 1) == ProposalStatus.EXECUTED;
    }

    @Override
    public boolean isChainBroken(Proposal proposal) {
        return before(proposal).stream().anyMatch(status -> status.isFinal() && status != ProposalStatus.EXECUTED);
    }

    @Override
    public List<Proposal> chainOf(Proposal step) {
        ChainPosition chain = Objects.requireNonNull(step.content().chain(), "a step of a chain");
        return Objects.requireNonNull(chains.get(chain.chainId()), "its chain was read").stream()
                .map(id -> Objects.requireNonNull(rows.get(id), "all its steps were read")
                        .proposal())
                .toList();
    }

    private List<ProposalStatus> before(Proposal proposal) {
        ChainPosition chain = Objects.requireNonNull(proposal.content().chain(), "a step of a chain");
        return chainOf(proposal).subList(0, chain.index()).stream()
                .map(Proposal::status)
                .toList();
    }

    @Override
    public BigDecimal reserved(String limit) {
        if (!limits.containsKey(limit)) {
            throw new IllegalStateException("a limit that was not read");
        }
        String sum = limits.get(limit);
        return sum == null ? BigDecimal.ZERO : new BigDecimal(sum);
    }
}
