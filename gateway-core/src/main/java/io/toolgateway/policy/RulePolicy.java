package io.toolgateway.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The strictest matching rule wins. */
final class RulePolicy implements Policy {

    private final List<Rule> rules;
    private final List<Decision> alone;
    private final Decision otherwise;
    private final Set<Duration> windows;

    RulePolicy(String name, String version, List<Rule> rules, Verdict otherwise) {
        this.rules = rules;
        this.alone = rules.stream()
                .map(rule -> new Decision(rule.verdict(), List.of(rule.name()), name, version))
                .toList();
        this.otherwise = new Decision(otherwise, List.of("otherwise"), name, version);
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
        Decision strictest = null;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean judged = request.history() == History.JUDGED_BEFORE && rule.looksAtHistory();
            if (!judged && rule.matches(request)) {
                strictest = strictest == null ? alone.get(i) : strictest.joined(alone.get(i));
            }
        }
        return strictest == null ? otherwise : strictest;
    }
}
