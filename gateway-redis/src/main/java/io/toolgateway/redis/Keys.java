package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.CallKey;
import java.util.UUID;

/**
 * The names of the keys of one shard. All begin alike, and in a cluster with a hash tag, so that one script may touch them.
 *
 * @param prefix what the keys of the streams begin with; nothing for one shard outside a cluster (SPEC S2)
 */
record Keys(String prefix) {

    /** The log of what was parked and of every change of its status. */
    String pendingLog() {
        return prefix + "pending_tool_calls";
    }

    /** Hints that there is something to claim. */
    String hints() {
        return prefix + "approved_tool_calls";
    }

    String row(ProposalId id) {
        return row(id.toString());
    }

    String row(String id) {
        return own("p:" + id);
    }

    String callKey(CallKey key) {
        return own("k:" + ArgumentsHash.sha256("tgk1", key.tenant().value(), key.user(), key.idempotencyKey()));
    }

    String chain(UUID chain) {
        return own("chain:" + chain);
    }

    /** All proposals of a tenant, in the order of their ids. */
    String all(TenantId tenant) {
        return own("all:" + tenant);
    }

    String ofUser(TenantId tenant, String user) {
        return own("user:" + sized(tenant.value()) + user);
    }

    /** What waits for people, by the time at which it came. */
    String pending(TenantId tenant) {
        return own("open:" + tenant);
    }

    /** What may be claimed, by the time from which on. */
    String work(String tool) {
        return own("work:" + tool);
    }

    /** What nobody holds, by its deadline. */
    String deadlines() {
        return own("deadlines");
    }

    /** What a worker holds, by the end of its lease. */
    String leases() {
        return own("leases");
    }

    /** What a claim took, for a repeat of it. */
    String claim(UUID transition) {
        return own("claim:" + transition);
    }

    /** That something without a row of its own was done. */
    String once(UUID id) {
        return own("once:" + id);
    }

    String events(TenantId tenant) {
        return own("events:" + tenant);
    }

    String eventsByTime(TenantId tenant) {
        return own("events_at:" + tenant);
    }

    String eventsOf(ProposalId id) {
        return own("events_of:" + id);
    }

    String eventsOf(TenantId tenant, String requestId) {
        return own("events_in:" + sized(tenant.value()) + requestId);
    }

    String switches() {
        return own("switches");
    }

    String limits() {
        return own("limits");
    }

    String outbox() {
        return own("outbox");
    }

    private String own(String name) {
        return prefix + "tool_calls:" + name;
    }

    /** So that no two pairs of texts give one key. */
    static String sized(String text) {
        return text.length() + ":" + text + ":";
    }
}
