package io.toolgateway.redis;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.store.Grants;
import io.toolgateway.stored.Members;
import io.toolgateway.stored.PermissionForm;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The standing permissions: those of a tenant lie in its shard, with the sums of their limits.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Permits implements Grants {

    private static final Lua READ = Lua.named("permissions");

    private final Server server;
    private final Shards shards;
    private final Units units;

    Permits(Server server, Shards shards, Units units) {
        this.server = server;
        this.shards = shards;
        this.units = units;
    }

    /** What was read at one moment of the server's clock. */
    private record Answer(Instant now, List<Grant> grants) {}

    @Override
    public void put(StandingPermission permission, AuditEvent event) {
        Keys keys = shards.of(permission.tenant());
        units.run(keys, Need.ofMore(Set.of(), Set.of()), (unit, written) -> {
            boolean isNew = find(permission.tenant(), permission.id()).isEmpty();
            if (isNew) {
                written.permitted(permission);
                written.recorded(event);
            }
            return isNew;
        });
    }

    @Override
    public boolean revoke(TenantId tenant, UUID id, String by, AuditEvent event) {
        Keys keys = shards.of(tenant);
        UUID transition = UUID.randomUUID();
        Need limit = Need.ofMore(Set.of(), Set.of(StandingPermission.limitOf(id)));
        return units.run(keys, limit, (unit, written) -> {
            Optional<Grant> found = find(tenant, id);
            if (found.isEmpty()) {
                return false;
            }
            if (found.get().revoked() != null) {
                // What an earlier try has written is this one's doing.
                return transition.toString().equals(revocation(keys, tenant, id).text("transition"));
            }
            written.revoked(found.get().permission(), by, transition);
            written.recorded(event);
            return true;
        });
    }

    private Members revocation(Keys keys, TenantId tenant, UUID id) {
        return Members.of(
                Objects.requireNonNull(server.call(redis -> redis.hget(keys.revoked(tenant), id.toString()))));
    }

    @Override
    public Optional<Grant> find(TenantId tenant, UUID id) {
        return read(tenant, List.of(id.toString())).grants().stream().findFirst();
    }

    @Override
    public List<Grant> usable(TenantId tenant, String user, String tool) {
        Keys keys = shards.of(tenant);
        String place = keys.permissionsFor(tenant, user, tool);
        List<String> places = places(keys, tenant);
        places.add(place);
        Answer answer = read(places, List.of());
        String[] over = answer.grants().stream()
                .map(Grant::permission)
                .filter(one -> !answer.now().isBefore(one.until()))
                .map(one -> one.id().toString())
                .toArray(String[]::new);
        if (over.length > 0) {
            server.call(redis -> redis.srem(place, over));
        }
        return answer.grants().stream()
                .filter(grant -> grant.isUsable(answer.now()))
                .sorted(Comparator.comparing(grant -> grant.permission().id().toString()))
                .toList();
    }

    @Override
    public List<Grant> list(TenantId tenant, @Nullable UUID before, int limit) {
        Grants.requireLimit(limit);
        Keys keys = shards.of(tenant);
        List<String> ids = server.call(redis -> redis.hkeys(keys.permissions(tenant))).stream()
                .filter(id -> before == null || id.compareTo(before.toString()) < 0)
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .toList();
        return read(tenant, ids).grants();
    }

    private static List<String> places(Keys keys, TenantId tenant) {
        return new ArrayList<>(List.of(keys.permissions(tenant), keys.revoked(tenant), keys.limits()));
    }

    private Answer read(TenantId tenant, List<String> ids) {
        return read(places(shards.of(tenant), tenant), ids);
    }

    private Answer read(List<String> places, List<String> ids) {
        List<String> arguments = new ArrayList<>(List.of(server.time()));
        arguments.addAll(ids);
        List<?> answer = (List<?>) units.repeated(isRepeat -> server.run(READ, places, arguments));
        List<Grant> grants = new ArrayList<>();
        for (Object row : (List<?>) answer.get(1)) {
            grants.add(grant((List<?>) row));
        }
        return new Answer(Loading.instant((String) answer.get(0)), grants);
    }

    private static Grant grant(List<?> row) {
        String revoked = (String) row.get(1);
        String taken = (String) row.get(2);
        return Grant.of(
                PermissionForm.read((String) row.get(0)),
                taken == null ? BigDecimal.ZERO : new BigDecimal(taken),
                revoked == null ? null : revoked(Members.of(revoked)));
    }

    private static Revoked revoked(Members form) {
        return new Revoked(form.text("by"), form.instant("at"));
    }
}
