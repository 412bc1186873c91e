package io.toolgateway.notification;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.proposal.ProposalId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notification as it lies in the outbox and in the inbox. */
final class NotificationForm {

    private static final String VERSION = "1";

    private NotificationForm() {}

    static String write(Notification notification) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("v", VERSION);
        form.put("id", notification.id().toString());
        form.put("kind", notification.kind().text());
        form.put("proposal", notification.proposal().toString());
        form.put("tool", notification.tool());
        form.put("asked_by", notification.askedBy());
        form.put("roles", new ArrayList<>(notification.audience().roles()));
        form.put("users", new ArrayList<>(notification.audience().users()));
        form.put("at", notification.occurredAt().toString());
        form.put("valid_until", notification.validUntil().toString());
        form.put("detail", notification.detail());
        return Json.write(form);
    }

    /** Empty if it is damaged, or of a later version. */
    static Optional<Notification> read(TenantId tenant, String body) {
        if (Json.parse(body, JsonLimits.DEFAULT) instanceof Parsed.Value parsed
                && parsed.value() instanceof Map<?, ?> form
                && VERSION.equals(form.get("v"))) {
            try {
                return NotificationKind.ofText(text(form, "kind")).map(kind -> read(tenant, kind, form));
            } catch (IllegalArgumentException | DateTimeException damaged) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Notification read(TenantId tenant, NotificationKind kind, Map<?, ?> form) {
        return new Notification(
                UUID.fromString(text(form, "id")),
                kind,
                tenant,
                ProposalId.of(text(form, "proposal")),
                text(form, "tool"),
                text(form, "asked_by"),
                new Audience(texts(form, "roles"), texts(form, "users")),
                Instant.parse(text(form, "at")),
                Instant.parse(text(form, "valid_until")),
                form.get("detail") instanceof String detail ? detail : null);
    }

    private static String text(Map<?, ?> form, String name) {
        if (form.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a notification without " + name);
    }

    private static Set<String> texts(Map<?, ?> form, String name) {
        Set<String> texts = new LinkedHashSet<>();
        if (form.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}
