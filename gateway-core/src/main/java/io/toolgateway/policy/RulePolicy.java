package io.toolgateway.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The strictest matching rule wins. */
final class RulePolicy implements Policy {

    private static final List<String> OTHERWISE = List.of("otherwise");

    private final String name;
    private final String version;
    private final List<Rule> rules;
    private final Verdict otherwise;
    private final Set<Duration> windows;

    RulePolicy(String name, String version, List<Rule> rules, Verdict otherwise) {
        this.name = name;
        this.version = version;
        this.rules = rules;
        this.otherwise = otherwise;
        this.windows = rules.stream()
                .flatMap(rule -> rule.condition().historyWindows().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Duration> historyWindows() {
        return windows;
    }

    @Override
    public Decision decide(PolicyRequest request) {
        Verdict strictest = null;
        List<String> names = new ArrayList<>(2);
        for (Rule rule : rules) {
            if (!rule.matches(request)) {
                continue;
            }
            Verdict verdict = rule.verdict();
            if (strictest == null || verdict.strictness() >= strictest.strictness()) {
                strictest = join(strictest, verdict, names);
                names.add(rule.name());
            }
        }
        return strictest == null
                ? new Decision(otherwise, OTHERWISE, name, version)
                : new Decision(strictest, names, name, version);
    }

    private static Verdict join(@Nullable Verdict sofar, Verdict next, List<String> names) {
        if (sofar == null) {
            return next;
        }
        if (next.strictness() > sofar.strictness()) {
            names.clear();
        }
        return sofar.and(next);
    }
}
