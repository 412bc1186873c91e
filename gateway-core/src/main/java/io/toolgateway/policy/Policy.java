package io.toolgateway.policy;

import java.time.Duration;
import java.util.Set;

/**
 * Judges calls: code, not prompt. Made of named rules with {@link #named}, or implemented by the host.
 *
 * <p>Threads: must be safe for concurrent use, pure, and do no I/O. An exception denies the call.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Policy {

    /**
     * Judges one call.
     *
     * @param request the call
     * @return the verdict and the rules that made it
     */
    Decision decide(PolicyRequest request);

    /**
     * The windows of history that the policy looks at.
     *
     * @return how far back; empty for none
     */
    default Set<Duration> historyWindows() {
        return Set.of();
    }

    /**
     * Begins a policy of rules. The strictest matching rule wins; where two rules that require approval match, both hold.
     *
     * @param name the policy's name, for the record
     * @param version its version, for the record; change it with the rules
     * @return the builder, ended by {@link PolicyBuilder#otherwise}
     */
    static PolicyBuilder named(String name, String version) {
        return new PolicyBuilder(name, version);
    }

    /**
     * The safe default: tools that declare themselves read-only run, all others wait for the approvers of their own contract.
     *
     * @return the policy
     */
    static Policy safeDefault() {
        return named("safe-default", "1")
                .rule("reads pass", Condition.readsOnly(), Verdict.allow())
                .otherwise(Verdict.requireApproval());
    }
}
