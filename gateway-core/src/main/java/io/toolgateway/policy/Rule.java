package io.toolgateway.policy;

import java.util.Objects;

/** One named rule. */
record Rule(String name, Condition condition, Verdict verdict) {

    boolean looksAtHistory() {
        return !condition.historyWindows().isEmpty();
    }

    boolean matches(PolicyRequest request) {
        Truth truth = truth(request);
        return truth == Truth.TRUE || (truth == Truth.UNKNOWN && verdict.strictness() > 0);
    }

    private Truth truth(PolicyRequest request) {
        try {
            // A host's condition may be written without regard to nullness; no answer is no knowledge.
            return Objects.requireNonNullElse(condition.test(request), Truth.UNKNOWN);
        } catch (RuntimeException unanswered) {
            return Truth.UNKNOWN;
        }
    }
}
