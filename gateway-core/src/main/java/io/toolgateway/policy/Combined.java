package io.toolgateway.policy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Two conditions under one operator. */
record Combined(Condition left, Condition right, BinaryOperator<Truth> operator) implements Condition {

    @Override
    public Truth test(PolicyRequest request) {
        return operator.apply(left.test(request), right.test(request));
    }

    @Override
    public Set<Duration> historyWindows() {
        Set<Duration> windows = new HashSet<>(left.historyWindows());
        windows.addAll(right.historyWindows());
        return windows;
    }
}
