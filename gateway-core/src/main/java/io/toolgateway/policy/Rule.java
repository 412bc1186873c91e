package io.toolgateway.policy;

/** One named rule. */
record Rule(String name, Condition condition, Verdict verdict) {

    boolean matches(PolicyRequest request) {
        Truth truth = truth(request);
        return truth == Truth.TRUE || truth == Truth.UNKNOWN && verdict.strictness() > 0;
    }

    private Truth truth(PolicyRequest request) {
        try {
            return condition.test(request);
        } catch (RuntimeException unanswered) {
            return Truth.UNKNOWN;
        }
    }
}
