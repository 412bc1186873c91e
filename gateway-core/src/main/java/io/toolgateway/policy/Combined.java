package io.toolgateway.policy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Two conditions under one operator; the second is asked only if the first does not decide. */
record Combined(Condition left, Condition right, BinaryOperator<Truth> operator, Truth decisive) implements Condition {

    @Override
    public Truth test(PolicyRequest request) {
        Truth first = left.test(request);
        return first == decisive ? decisive : operator.apply(first, right.test(request));
    }

    @Override
    public Set<Duration> historyWindows() {
        Set<Duration> windows = new HashSet<>(left.historyWindows());
        windows.addAll(right.historyWindows());
        return windows;
    }
}
