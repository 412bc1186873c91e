package io.toolgateway.redis;

import static io.toolgateway.redis.Group.key;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.Standing;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.live.Projection;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.CallKey;
import io.toolgateway.store.Grants;
import io.toolgateway.store.LimitKey;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Writes;
import io.toolgateway.stored.EventForm;
import io.toolgateway.stored.EventHash;
import io.toolgateway.stored.PermissionForm;
import io.toolgateway.stored.ProposalForm;
import io.toolgateway.stored.StorableJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a unit of work decided into commands, with the checks that it is so still.
 *
 * <p>Threads: confined to one.
 */
final class Written implements Writes {

    /** A hint that is trimmed costs time and nothing else. */
    private static final int HINTS_KEPT = 100_000;

    private static final int MINUTE_MILLIS = 60_000;

    private final Keys keys;
    private final Held held;
    private final Group group;
    private final Map<ProposalId, Row> rows = new HashMap<>();
    private final Set<String> limits = new HashSet<>();

    Written(Keys keys, Held held, Group group) {
        this.keys = keys;
        this.held = held;
        this.group = group;
        held.rows().forEach(rows::put);
    }

    @Override
    public void inserted(Proposal proposal, AuditEvent event) {
        expectSwitches();
        String callKey = keys.callKey(CallKey.of(proposal));
        group.expect(callKey, null);
        group.expect(keys.row(proposal.id()), "revision", null);
        group.write("SET", key(callKey), proposal.id());
        group.write("ZADD", key(keys.all(proposal.tenant())), "0", proposal.id());
        group.write("ZADD", key(keys.ofUser(proposal.tenant(), proposal.triggeredBy())), "0", proposal.id());
        ChainPosition chain = proposal.content().chain();
        if (chain != null) {
            group.write("RPUSH", key(keys.chain(chain.chainId())), proposal.id());
        }
        Map<String, @Nullable Object> content = ProposalForm.content(proposal);
        // For searches by SQL: what runs is args_exact.
        content.remove("tool_args");
        group.write("HSET", key(keys.row(proposal.id())), "content", Json.write(content));
        put(proposal, 1, event(EventForm.link(event, proposal, EventHash.GENESIS), event));
        if (proposal.status() == ProposalStatus.PENDING) {
            log(proposal);
        }
    }

    @Override
    public void updated(Proposal before, Proposal after, Move move, @Nullable AuditEvent event) {
        Row row = Objects.requireNonNull(rows.get(before.id()), "what is changed was read");
        judgedBy(before);
        if (move == Move.CLAIM) {
            expectSwitches();
        }
        if (move == Move.APPROVE || move == Move.VOTE || move == Move.CLAIM) {
            group.before(micros(before.validUntil()));
        }
        String head = event == null ? row.head() : event(EventForm.link(event, after, row.head()), event);
        put(after, row.revision() + 1, head);
        member(keys.unsettled(after.tenant()), after, before.isUnsettled(), after.isUnsettled());
        member(keys.unsettledOf(after.tool()), after, before.isUnsettledForHook(), after.isUnsettledForHook());
        if (before.status() != after.status() && Projection.isShown(after)) {
            log(after);
        }
        if (after.status().isFinal() && !before.status().isFinal()) {
            ended(after);
        }
    }

    /** As it was read: all checks come before all writes. */
    @Override
    public void judgedBy(Proposal other) {
        Row read = Objects.requireNonNull(held.rows().get(other.id()), "what is looked at was read");
        group.expect(keys.row(other.id()), "revision", String.valueOf(read.revision()));
    }

    /** Where it stands, and the indexes that say so. */
    private void put(Proposal proposal, long revision, String head) {
        rows.put(proposal.id(), new Row(proposal, revision, head));
        group.write(
                "HSET",
                key(keys.row(proposal.id())),
                "state",
                Json.write(ProposalForm.state(proposal)),
                "revision",
                revision,
                "head",
                head,
                "attempt",
                group.doneOnce(keys.row(proposal.id())),
                "status",
                proposal.status().text());
        Lease lease = proposal.state().progress().lease();
        boolean isOpen = !proposal.status().isFinal();
        index(keys.leases(), proposal, lease == null ? null : lease.until());
        index(keys.deadlines(), proposal, isOpen && lease == null ? proposal.validUntil() : null);
        ready(proposal);
        index(
                keys.pending(proposal.tenant()),
                proposal,
                proposal.status() == ProposalStatus.PENDING ? proposal.createdAt() : null);
        Instant due = proposal.state().progress().nextAttemptAt();
        boolean isWork = proposal.phase() == Phase.APPROVED;
        index(keys.work(proposal.tool()), proposal, isWork ? due == null ? Instant.EPOCH : due : null);
        if (isWork) {
            hint(proposal);
        }
    }

    /** Of a chain that broke before, or breaks while this is judged, it is due at once. */
    private void ready(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        if (chain == null || chain.index() == 0) {
            return;
        }
        String ready = keys.chainReady(chain.chainId());
        if (proposal.phase() == Phase.APPROVED) {
            group.write("READY", key(ready), key(keys.deadlines()), String.valueOf(chain.index()), proposal.id());
        } else {
            group.write("ZREM", key(ready), proposal.id());
        }
    }

    private void index(String index, Proposal proposal, @Nullable Instant time) {
        if (time == null) {
            group.write("ZREM", key(index), proposal.id());
        } else {
            group.write("ZADD", key(index), String.valueOf(micros(time)), proposal.id());
        }
    }

    /** The next step of its chain may go on, or those that can never run any more have to end. */
    private void ended(Proposal proposal) {
        ChainPosition chain = proposal.content().chain();
        if (chain == null || chain.index() == chain.size() - 1) {
            return;
        }
        if (proposal.status() == ProposalStatus.EXECUTED) {
            hint(proposal);
        } else {
            group.write(
                    "BREAK",
                    key(keys.chainReady(chain.chainId())),
                    key(keys.deadlines()),
                    String.valueOf(chain.index()));
        }
    }

    private void member(String index, Proposal proposal, boolean before, boolean after) {
        if (before != after) {
            index(index, proposal, after ? Instant.EPOCH : null);
        }
    }

    private void hint(Proposal proposal) {
        group.write(
                "XADD",
                key(keys.hints()),
                "MAXLEN",
                "~",
                HINTS_KEPT,
                "*",
                "proposal_id",
                proposal.id(),
                "version",
                proposal.version());
    }

    /** An entry of the log, with the fields of SPEC S2 first. */
    private void log(Proposal proposal) {
        group.write(
                "XADD",
                key(keys.pendingLog()),
                "*",
                "tool_name",
                proposal.tool(),
                "tool_args",
                Objects.requireNonNull(
                        StorableJson.storable(proposal.content().arguments().shown())),
                "triggered_by",
                proposal.triggeredBy(),
                "conversation_id",
                Objects.requireNonNullElse(
                        StorableJson.storable(
                                proposal.content().origin().request().conversationId()),
                        ""),
                "valid_until",
                proposal.validUntil().getEpochSecond(),
                "status",
                proposal.status().text(),
                "proposal_id",
                proposal.id(),
                "version",
                proposal.version(),
                "tenant_id",
                proposal.tenant(),
                "request_id",
                Objects.requireNonNull(StorableJson.storable(
                        proposal.content().origin().request().id())),
                "created_at",
                proposal.createdAt(),
                "v",
                "1");
    }

    /** Writes an event, gives its hash. */
    private String event(Map<String, @Nullable Object> form, AuditEvent event) {
        Caller caller = event.subject().caller();
        Standing standing = event.standing();
        group.write(
                "EVENT",
                key(keys.events(caller.tenant())),
                standing == null ? Group.NONE : key(keys.eventsOf(standing.proposal())),
                key(keys.eventsOf(caller.tenant(), event.subject().request().id())),
                key(keys.eventsByTime(caller.tenant())),
                String.valueOf(micros(event.at())),
                Json.write(form));
        return String.valueOf(form.get("hash"));
    }

    /** What follows is done once, however often it is sent within a minute. */
    void once(UUID id) {
        group.expect(keys.once(id), null);
        group.write("SET", key(keys.once(id)), "1", "PX", MINUTE_MILLIS);
    }

    /** An event that belongs to no transition. */
    void recorded(AuditEvent event) {
        event(EventForm.loose(event), event);
    }

    /** What a claim took is found again by whoever repeats it. */
    void claimed(UUID transition, ProposalId proposal, Duration lease) {
        String claim = keys.claim(transition);
        group.write("SADD", key(claim), proposal);
        group.write("PEXPIRE", key(claim), String.valueOf(lease.toMillis() + 1));
    }

    @Override
    public void reserved(LimitKey limit, BigDecimal sum) {
        String before = held.limits().get(limit.key());
        if (limits.add(limit.key())) {
            group.expect(keys.limits(), limit.key(), before);
        }
        group.write("HSET", key(keys.limits()), limit.key(), sum);
        // What is judged next on the same reading stands on this.
        held.limits().put(limit.key(), sum.toString());
        Instant until = limit.until();
        if (before == null && until != null) {
            group.write("ZADD", key(keys.limitEnds()), String.valueOf(micros(until)), limit.key());
        }
    }

    /** A standing permission, once. */
    void permitted(StandingPermission permission) {
        TenantId tenant = permission.tenant();
        String id = permission.id().toString();
        group.expect(keys.permissions(tenant), id, null);
        group.write("HSET", key(keys.permissions(tenant)), id, PermissionForm.text(permission));
        group.write("SADD", key(keys.permissionsFor(tenant, permission.user(), permission.tool())), id);
    }

    /** It is taken back, once, and what is left of it is taken out. */
    void revoked(StandingPermission permission, String by, UUID transition) {
        TenantId tenant = permission.tenant();
        String id = permission.id().toString();
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("by", by);
        form.put("at", held.now().toString());
        form.put("transition", transition.toString());
        group.expect(keys.revoked(tenant), id, null);
        group.write("HSET", key(keys.revoked(tenant)), id, Json.write(form));
        group.write("SREM", key(keys.permissionsFor(tenant, permission.user(), permission.tool())), id);
        String limit = permission.limit();
        reserved(new LimitKey(limit, null), held.reserved(limit).add(Grants.EXHAUSTED));
    }

    @Override
    public void sent(SideEffect.Send message) {
        group.write(
                "SEND",
                key(keys.outbox()),
                key(keys.outboxNumber()),
                key(keys.outboxSent()),
                key(keys.outbox(message.topic().kind())),
                key(keys.outbox(message.topic())),
                message.id(),
                String.valueOf(micros(message.notBefore())),
                Messages.text(message));
    }

    private void expectSwitches() {
        group.expect(keys.switches(), Switched.CHANGES, held.switches().changes());
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
