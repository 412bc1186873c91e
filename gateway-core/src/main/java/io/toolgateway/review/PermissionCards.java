package io.toolgateway.review;

import io.toolgateway.json.Json;
import io.toolgateway.policy.Bound;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.review.PermissionCard.State;
import io.toolgateway.review.PermissionCard.Term;
import io.toolgateway.store.Grants.Grant;
import io.toolgateway.store.Grants.Revoked;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Makes cards of standing permissions. */
final class PermissionCards {

    private final LocalForm readable;

    PermissionCards(LocalForm readable) {
        this.readable = readable;
    }

    PermissionCard of(Grant grant, Instant now) {
        StandingPermission permission = grant.permission();
        Revoked revoked = grant.revoked();
        String note = permission.note();
        List<Term> terms = permission.bounds().entrySet().stream()
                .map(bound -> term(bound.getKey(), bound.getValue()))
                .toList();
        return new PermissionCard(
                permission.id(),
                permission.tool(),
                permission.user(),
                permission.grantedBy().userId(),
                note == null ? null : Visible.prose(note),
                terms,
                permission.uses(),
                grant.used(),
                permission.from(),
                permission.until(),
                state(grant, now),
                revoked == null ? null : revoked.by());
    }

    private static State state(Grant grant, Instant now) {
        if (grant.revoked() != null) {
            return State.REVOKED;
        }
        if (!now.isBefore(grant.permission().until())) {
            return State.OVER;
        }
        return grant.isUsable(now) ? State.USABLE : State.USED_UP;
    }

    private Term term(String name, Bound bound) {
        ShownText argument = Visible.of(name);
        if (bound instanceof Bound.OneOf one) {
            String values = one.values().stream().map(this::shown).collect(Collectors.joining(", "));
            return new Term(argument, one.values().size() == 1 ? "exactly" : "one of", Visible.of(values));
        }
        if (bound instanceof Bound.UpTo upTo) {
            return new Term(argument, "up to", Visible.of(readable.number(upTo.most())));
        }
        return new Term(argument, bound instanceof Bound.Nothing ? "nothing" : "anything, or nothing", null);
    }

    /** A text in the quotes of JSON, so that what it ends with can be seen. */
    private String shown(Object value) {
        return value instanceof Number number ? readable.number(number) : Json.write(value);
    }
}
