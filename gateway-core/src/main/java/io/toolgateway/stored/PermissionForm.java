package io.toolgateway.stored;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.policy.Bound;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.store.StoreException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A standing permission as it is written down.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class PermissionForm {

    private PermissionForm() {}

    /**
     * A permission, apart from what becomes of it.
     *
     * @param permission the permission
     * @return JSON text, to be kept as a text: no reader may round its numbers
     */
    public static String text(StandingPermission permission) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", permission.id().toString());
        json.put("tenant_id", permission.tenant().value());
        json.put("granted_to", permission.user());
        json.put("tool_name", permission.tool());
        json.put("tool_version", permission.toolVersion());
        json.put("bounds", bounds(permission));
        json.put("uses", permission.uses());
        json.put("created_at", permission.from().toString());
        json.put("valid_until", permission.until().toString());
        json.put("granted_by", permission.grantedBy().userId());
        json.put("granter_roles", List.copyOf(permission.grantedBy().roles()));
        Map<String, @Nullable Object> approvers = new LinkedHashMap<>();
        VerdictForm.put(approvers, permission.approvers());
        json.put("approvers", approvers);
        json.put("note", permission.note());
        return Json.write(json);
    }

    /**
     * What it says of the arguments, for people and programs.
     *
     * @param permission the permission
     * @return by each argument's name one of {@code {"one_of": [...]}}, {@code {"up_to": n}}, {@code {"nothing": true}} and
     *     {@code {"anything": true}}
     */
    public static Map<String, @Nullable Object> bounds(StandingPermission permission) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        permission.bounds().forEach((name, bound) -> json.put(name, of(bound)));
        return json;
    }

    private static Map<String, @Nullable Object> of(Bound bound) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (bound instanceof Bound.OneOf one) {
            json.put("one_of", List.<@Nullable Object>copyOf(one.values()));
        } else if (bound instanceof Bound.UpTo upTo) {
            json.put("up_to", Json.number(upTo.most()));
        } else {
            json.put(bound instanceof Bound.Nothing ? "nothing" : "anything", true);
        }
        return json;
    }

    /**
     * Reads a permission back.
     *
     * @param text what {@link #text} gave
     * @return the permission
     * @throws StoreException if it is damaged
     */
    public static StandingPermission read(String text) {
        try {
            Members fields = Members.of(text);
            TenantId tenant = TenantId.of(fields.text("tenant_id"));
            Map<String, Bound> bounds = new LinkedHashMap<>();
            fields.object("bounds").values().forEach((name, bound) -> bounds.put(name, bound(Members.of(bound))));
            return new StandingPermission(
                    fields.uuid("id"),
                    tenant,
                    fields.text("granted_to"),
                    fields.text("tool_name"),
                    fields.text("tool_version"),
                    bounds,
                    fields.number("uses"),
                    fields.instant("created_at"),
                    fields.instant("valid_until"),
                    Caller.of(tenant.value(), fields.text("granted_by"))
                            .withRoles(Set.copyOf(fields.texts("granter_roles"))),
                    VerdictForm.approvers(fields.object("approvers")),
                    fields.textOrNull("note"));
        } catch (IllegalArgumentException e) {
            throw new StoreException("a stored permission is damaged", e);
        }
    }

    private static Bound bound(Members json) {
        BigDecimal most = json.decimalOrNull("up_to");
        if (most != null) {
            return new Bound.UpTo(most);
        }
        if (json.flag("anything")) {
            return new Bound.Anything();
        }
        if (json.flag("nothing")) {
            return new Bound.Nothing();
        }
        return new Bound.OneOf(
                json.list("one_of").stream().map(Objects::requireNonNull).toList());
    }
}
