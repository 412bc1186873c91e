package io.toolgateway.testkit.checker;

import io.toolgateway.proposal.ProposalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says which invariants a history breaks. Pure, but for the chain, whose own verification is handed in. */
public final class Checker {

    private static final List<Function<Case, List<Violation>>> RULES =
            List.of(StartRules::check, RecordRules::check, TruthRules::check);

    private Checker() {}

    /**
     * Checks a history.
     *
     * @param history everything that is known
     * @param chain what the store's own verification of its chain finds wrong (I15)
     * @return what is broken; empty if nothing is
     */
    public static List<Violation> check(History history, Supplier<List<String>> chain) {
        List<Violation> found = new ArrayList<>();
        cases(history).forEach(one -> RULES.forEach(rule -> found.addAll(rule.apply(one))));
        found.addAll(strangers(history));
        found.addAll(doubles(history));
        found.addAll(ChainRules.check(history));
        found.addAll(AnswerRules.check(history));
        chain.get().forEach(what -> found.add(new Violation(Invariant.I15, null, what)));
        return found;
    }

    private static List<Case> cases(History history) {
        Map<String, List<EffectLine>> lines =
                history.effects().stream().collect(Collectors.groupingBy(EffectLine::token));
        Map<ProposalId, List<Recorded>> events =
                history.events().stream().collect(Collectors.groupingBy(Recorded::proposal));
        Map<String, List<Answer>> answers = history.answers().stream().collect(Collectors.groupingBy(Answer::token));
        return history.rows().stream()
                .map(row -> new Case(
                        row,
                        lines.getOrDefault(row.token(), List.of()),
                        events.getOrDefault(row.id(), List.of()),
                        answers.getOrDefault(row.token(), List.of()),
                        history.bounds()))
                .toList();
    }

    /** What has no row: a handler that ran without one, an event of none. */
    private static List<Violation> strangers(History history) {
        Set<String> tokens = history.rows().stream().map(Row::token).collect(Collectors.toSet());
        Set<ProposalId> ids = history.rows().stream().map(Row::id).collect(Collectors.toSet());
        List<Violation> found = new ArrayList<>();
        history.effects().stream()
                .filter(line -> !tokens.contains(line.token()))
                .forEach(line ->
                        found.add(new Violation(Invariant.I1, null, "a handler ran without any proposal: " + line)));
        history.events().stream()
                .filter(event -> !ids.contains(event.proposal()))
                .forEach(event ->
                        found.add(new Violation(Invariant.I6, event.proposal(), "an event without a row: " + event)));
        return found;
    }

    /** I14 in the rows: each key once, each call once. */
    private static List<Violation> doubles(History history) {
        List<Violation> found = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        Map<String, ProposalId> tokens = new HashMap<>();
        for (Row row : history.rows()) {
            if (!keys.add(row.user() + "/" + row.key())) {
                found.add(new Violation(Invariant.I14, row.id(), "a second proposal with its key"));
            }
            ProposalId other = tokens.putIfAbsent(row.token(), row.id());
            if (other != null) {
                found.add(new Violation(Invariant.I14, row.id(), "the same call as " + other));
            }
        }
        return found;
    }
}
