package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
     * @return {@code policy:<rules>@<version>}
     */
    public String actor() {
        return "policy:" + String.join("+", rules) + "@" + version;
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
