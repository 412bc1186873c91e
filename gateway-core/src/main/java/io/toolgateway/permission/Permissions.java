package io.toolgateway.permission;

import io.toolgateway.approval.Seen;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.audit.Statement;
import io.toolgateway.audit.Subject;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import io.toolgateway.policy.PermissionOffer;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Grants;
import io.toolgateway.store.Grants.Grant;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.stored.PermissionForm;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolRegistry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Standing permissions: a person who has looked at a call says yes in advance to calls like it. Such a call runs without waiting for
 * people, in the name of the permission and on its count; every layer judges it like any other call, and budgets, limits and
 * guardrails stand.
 *
 * <p>It takes the place of one person's approval: where a rule asks for several people, where a guardrail asks, in a chain that waits
 * for people and for what a reviewer has edited it counts for nothing. At each use it is asked again whether the one who gave it may
 * approve that very call, with the roles held then.
 *
 * <p>Nothing of the kind is possible for a tool unless the gateway is built to
 * {@linkplain io.toolgateway.GatewayBuilder#standingPermissions offer} it.
 *
 * <p>Threads: safe for concurrent use. Each method may throw {@link io.toolgateway.store.StoreException}.
 *
 * @since 0.1
 */
public final class Permissions {

    private static final int NOTE_KEPT = 2_000;

    private final ProposalStore store;
    private final Granting granting;
    private final Map<String, PermissionOffer> offers;
    private final GatewayListener listener;
    private final IdSource ids;
    private final TimeSource time;

    /**
     * Made by the gateway.
     *
     * @param store where they are kept
     * @param tools the allowlist
     * @param offers what is offered, by the tools' names
     * @param listener hears of each
     * @param ids makes their ids
     * @param time the gateway's clock
     */
    public Permissions(
            ProposalStore store,
            ToolRegistry tools,
            Map<String, PermissionOffer> offers,
            GatewayListener listener,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.offers = Map.copyOf(offers);
        this.granting = new Granting(tools, this.offers);
        this.listener = listener;
        this.ids = ids;
        this.time = time;
    }

    /**
     * Says yes in advance to calls like one that was seen: of the same tool, for the user who asked, within the scope. The call that was
     * seen is not decided by it.
     *
     * <p>Repeat: gives another permission, with uses of its own. Whose answer was lost is found by {@link #list}.
     *
     * @param seen what was seen: waiting, approved or executed
     * @param scope how far
     * @param reviewer the person, who may approve what was seen alone
     * @param note the reason, for the record, or null
     * @return what became of it
     */
    public GrantResult grant(Seen seen, PermissionScope scope, Caller reviewer, @Nullable String note) {
        store.requireStorable(reviewer);
        Optional<Proposal> found = store.find(reviewer.tenant(), seen.id());
        if (found.isEmpty()) {
            return new GrantResult.NotFound();
        }
        Instant now = time.instant();
        GrantResult result =
                granting.judge(found.get(), seen, scope, reviewer, new Granting.Made(ids.next(), now, said(note)));
        if (result instanceof GrantResult.Granted granted) {
            AuditEvent event = event(EventType.PERMITTED, granted.permission(), reviewer, said(note), now);
            store.grants().put(granted.permission(), event);
            listener.on(event);
        }
        return result;
    }

    /**
     * Takes a permission back.
     *
     * @param id the permission
     * @param person the one who gave it, the user whose calls it is for, or one who may approve such calls
     * @param note the reason, for the record, or null
     * @return what became of it
     */
    public RevokeResult revoke(UUID id, Caller person, @Nullable String note) {
        store.requireStorable(person);
        Optional<StandingPermission> found =
                store.grants().find(person.tenant(), id).map(Grant::permission).filter(one -> concerns(one, person));
        if (found.isEmpty()) {
            return RevokeResult.NOT_FOUND;
        }
        AuditEvent event = event(EventType.PERMISSION_REVOKED, found.get(), person, said(note), time.instant());
        if (!store.grants().revoke(person.tenant(), id, person.userId(), event)) {
            return RevokeResult.REVOKED_BEFORE;
        }
        listener.on(event);
        return RevokeResult.REVOKED;
    }

    /**
     * Lists the permissions that concern a person, newest first, also those that are over: given by this person, for calls of this person,
     * or for calls that this person may approve.
     *
     * @param viewer the person
     * @param before the id that the page before ended with, or null for the first page
     * @param limit how many at most, 1 to {@link Grants#LARGEST_PAGE}
     * @return the permissions; fewer than the limit mean that there are no more
     */
    public List<Grant> list(Caller viewer, @Nullable UUID before, int limit) {
        return new Listing(store.grants(), viewer).page(before, Grants.requireLimit(limit));
    }

    /**
     * What may be permitted in advance for calls like a proposal, by a person: for a page that asks. The store is not.
     *
     * @param proposal the proposal as it was read
     * @param reviewer the person
     * @return how far; empty if this person cannot
     */
    public Optional<PermissionOffer> offeredTo(Proposal proposal, Caller reviewer) {
        return granting.whyNot(proposal, reviewer).isPresent()
                ? Optional.empty()
                : Optional.ofNullable(offers.get(proposal.tool()));
    }

    static boolean concerns(StandingPermission one, Caller person) {
        return person.isUser(one.tenant(), one.user())
                || person.isUser(one.tenant(), one.grantedBy().userId())
                || one.approvers().admit(one.tenant(), one.user(), person);
    }

    private static @Nullable String said(@Nullable String note) {
        return note == null || note.isBlank() ? null : Storable.bounded(note, NOTE_KEPT);
    }

    /** All that happens to a permission stands in the timeline of a request of its own. */
    private static AuditEvent event(
            EventType type, StandingPermission permission, Caller by, @Nullable String note, Instant now) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("arguments", PermissionForm.bounds(permission));
        shown.put("uses", permission.uses());
        shown.put("until", permission.until().toString());
        Subject subject = new Subject(
                Caller.of(permission.tenant().value(), permission.user()),
                Request.of(permission.limit()),
                null,
                permission.tool(),
                () -> Json.write(shown));
        return AuditEvent.ofPermission(
                type, now, subject, new Statement.OfPermission(permission.id(), by.userId(), note));
    }
}
