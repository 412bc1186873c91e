package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Builds a policy of rules.
 *
 * <p>Threads: confined to one thread.
 *
 * @since 0.1
 */
public final class PolicyBuilder {

    private final String name;
    private final String version;
    private final List<Rule> rules = new ArrayList<>();

    PolicyBuilder(String name, String version) {
        this.name = Storable.required(name, "policy's name");
        this.version = Storable.required(version, "policy's version");
    }

    /**
     * Adds a rule. Order does not matter: the strictest match wins.
     *
     * <p>A condition over an argument that is absent, null or of another type never makes an allow rule match, and always
     * makes a rule match that requires approval or denies.
     *
     * @param name unique within the policy; it stands in every record
     * @param condition when it matches
     * @param verdict what it says then
     * @return this
     */
    public PolicyBuilder rule(String name, Condition condition, Verdict verdict) {
        if (rules.stream().anyMatch(rule -> rule.name().equals(name))) {
            throw new IllegalArgumentException("two rules are named '" + name + "'");
        }
        rules.add(new Rule(
                Storable.required(name, "rule's name"),
                Objects.requireNonNull(condition, "condition"),
                Objects.requireNonNull(verdict, "verdict")));
        return this;
    }

    /**
     * Says what holds where no rule matches, and ends the policy.
     *
     * @param verdict the verdict, on record as the rule {@code otherwise}
     * @return the policy
     */
    public Policy otherwise(Verdict verdict) {
        return new RulePolicy(name, version, List.copyOf(rules), Objects.requireNonNull(verdict, "verdict"));
    }
}
