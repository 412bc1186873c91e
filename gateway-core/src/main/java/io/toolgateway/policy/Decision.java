package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verdict and what made it.
 *
 * @param verdict the strictest verdict of the rules that matched
 * @param rules the names of the rules that matched with that strictness, in their order; of guardrails, too
 * @param policy the policy's name
 * @param version the policy's version
 * @since 0.1
 */
public record Decision(Verdict verdict, List<String> rules, String policy, String version) {

    /** Copies the rules; refuses a missing verdict, and names that no store can hold. */
    public Decision {
        Objects.requireNonNull(verdict, "verdict");
        rules = List.copyOf(rules);
        rules.forEach(rule -> Storable.required(rule, "rule's name"));
        Storable.required(policy, "policy's name");
        Storable.required(version, "policy's version");
    }

    /**
     * Who decided, for the record.
     *
     * @return {@code policy:<rules>@<version>}, or {@code grant:<id>} where a standing permission did
     */
    public String actor() {
        UUID permission = permission();
        return permission != null
                ? StandingPermission.limitOf(permission)
                : "policy:" + String.join("+", rules) + "@" + version;
    }

    /**
     * This decision, with a yes that was said in advance to what it asks for. The rules stay those that asked.
     *
     * @param permission the standing permission
     * @return a copy
     */
    public Decision permittedBy(StandingPermission permission) {
        return new Decision(new Verdict.Allow(permission.id()), rules, policy, version);
    }

    /** {@return the standing permission that it runs by, or null} */
    public @Nullable UUID permission() {
        return verdict instanceof Verdict.Allow allow ? allow.permission() : null;
    }

    /** The stricter of two decisions of one policy; of equally strict ones both, with the rules of both. */
    Decision joined(Decision next) {
        int stricter = Integer.compare(next.verdict.strictness(), verdict.strictness());
        if (stricter != 0) {
            return stricter > 0 ? next : this;
        }
        List<String> names = new ArrayList<>(rules);
        names.addAll(next.rules);
        return new Decision(verdict.and(next.verdict), names, policy, version);
    }

    /**
     * This decision, made stricter by someone else.
     *
     * @param source who, such as a guardrail's name
     * @param other another verdict
     * @return this where the other is milder; else what satisfies both, with both named
     */
    public Decision raisedBy(String source, Verdict other) {
        if (other.strictness() == 0 || other.strictness() < verdict.strictness()) {
            return this;
        }
        boolean stricter = other.strictness() > verdict.strictness();
        List<String> names = new ArrayList<>(stricter ? List.of() : rules);
        names.add(source);
        return new Decision(verdict.and(other), names, policy, version);
    }
}
