package io.toolgateway.policy;

import java.time.Duration;
import java.util.Set;

/** The opposite of a condition; unknown stays unknown. */
record Negated(Condition condition) implements Condition {

    @Override
    public Truth test(PolicyRequest request) {
        return condition.test(request).not();
    }

    @Override
    public Set<Duration> historyWindows() {
        return condition.historyWindows();
    }
}
