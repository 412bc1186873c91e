package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.Topic;
import java.util.List;
import java.util.UUID;

/**
 * The names of the keys of one shard. All begin alike, and in a cluster with a hash tag, so that one script may touch them.
 *
 * @param prefix what the keys of the streams begin with; nothing for one shard outside a cluster (SPEC S2)
 */
record Keys(String prefix) {

    private static final int UUID_LENGTH = 36;

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

    /** The steps of a chain that are approved and not the first, by their place; and from where on it is broken. */
    String chainReady(UUID chain) {
        return own("chain_ready:" + chain);
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

    /** What has an unknown outcome that nobody has settled, in the order of the ids. */
    String unsettled(TenantId tenant) {
        return own("unsettled:" + tenant);
    }

    /** The same, of a tool. */
    String unsettledOf(String tool) {
        return own("unsettled_of:" + tool);
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

    /** Limits that have a window, by its end. */
    String limitEnds() {
        return own("limit_ends");
    }

    /** The messages, by their ids. */
    String outbox() {
        return own("outbox");
    }

    /** How often each message was taken. */
    String outboxAttempts() {
        return own("outbox:attempts");
    }

    /** The number of the last message. */
    String outboxNumber() {
        return own("outbox:number");
    }

    /** The messages by the time at which they were sent. */
    String outboxSent() {
        return own("outbox:sent");
    }

    /** The messages of a kind of topics, by the time from which they are due. */
    String outbox(String kind) {
        return own("outbox:due:" + kind);
    }

    /** The messages of a topic, in their order. */
    String outbox(Topic topic) {
        return own("outbox:of:" + topic.kind() + ":" + sized(topic.tenant().value()) + topic.name());
    }

    /** The entries of a tenant's inbox, by their ids. */
    String inbox(TenantId tenant) {
        return own("inbox:" + tenant);
    }

    /** Their ids by their numbers. */
    String inboxNumbers(TenantId tenant) {
        return own("inbox_at:" + tenant);
    }

    /** Those that are for the holders of a role. */
    String inboxOfRole(TenantId tenant, String role) {
        return own("inbox_of_role:" + sized(tenant.value()) + role);
    }

    /** Those that are for a user. */
    String inboxOfUser(TenantId tenant, String user) {
        return own("inbox_of_user:" + sized(tenant.value()) + user);
    }

    /** Those that a user has read. */
    String inboxRead(TenantId tenant, String user) {
        return own("inbox_read:" + sized(tenant.value()) + user);
    }

    /** A tenant's standing permissions, by their ids. */
    String permissions(TenantId tenant) {
        return own("permissions:" + tenant);
    }

    /** Who took which of them back. */
    String revoked(TenantId tenant) {
        return own("permissions_revoked:" + tenant);
    }

    /** Of them those for a user's calls of a tool that nobody has taken back. */
    String permissionsFor(TenantId tenant, String user, String tool) {
        return own("permissions_for:" + sized(tenant.value()) + sized(user) + tool);
    }

    /** Of a view beside a record: its epoch, and how far it has followed which record. */
    String view() {
        return own("view");
    }

    /** What is shown and not over, by its version. */
    String unfinished() {
        return own("view:unfinished");
    }

    /** What is shown as waiting for people, in the order of tenants. */
    String waiting() {
        return own("view:waiting");
    }

    /** The last version of what is over, for as long as somebody may still come with an earlier one. */
    String over(String epoch, ProposalId id) {
        return own("view:over:" + epoch + ":" + id);
    }

    /** Which process keeps the view up to date. */
    String reconciler() {
        return own("view:reconciler");
    }

    /** A proposal among what is shown. */
    static String member(TenantId tenant, ProposalId id) {
        return sized(tenant.value()) + id;
    }

    /** What all members of a tenant begin with, and what the first text behind them all is. */
    static List<String> members(TenantId tenant) {
        String first = sized(tenant.value());
        return List.of(first, first.substring(0, first.length() - 1) + (char) (first.charAt(first.length() - 1) + 1));
    }

    static ProposalId idOf(String member) {
        return ProposalId.of(member.substring(member.length() - UUID_LENGTH));
    }

    private String own(String name) {
        return prefix + "tool_calls:" + name;
    }

    /** So that no two pairs of texts give one key. */
    static String sized(String text) {
        return text.length() + ":" + text + ":";
    }
}
