package io.toolgateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.People;
import io.toolgateway.tool.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random policies over random calls, against {@link Question}'s own slow reading of the specification. */
@Tag("P7")
class PolicyReferenceTest {

    private static final int CASES = 100_000;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> NUMBERS =
            List.of("0", "-1", "499.99", "500", "500.00", "500.000000000000000001", "5e2", "9007199254740993", "1e300");
    private static final List<String> OTHERS =
            List.of("null", "true", "false", "\"x\"", "\"500\"", "[]", "[500]", "{}", "{\"a\":500}");

    private final Random random = new Random(4_711);

    @Test
    void everyDecisionIsThatOfTheReference() {
        int unknown = 0;
        Set<Integer> verdicts = new HashSet<>();
        for (int i = 0; i < CASES; i++) {
            List<RandomRule> rules = rules();
            Verdict otherwise = verdict();
            PolicyRequest request = Requests.of(Requests.REFUND, People.ANN, arguments());
            PolicyBuilder builder = Policy.named("random", "1");
            rules.forEach(rule -> builder.rule(rule.name(), rule.question().condition(), rule.verdict()));

            Decision decision = builder.otherwise(otherwise).decide(request);

            Decision expected = reference(rules, otherwise, request.arguments());
            assertThat(decision)
                    .as("case %s: %s over %s", i, rules, request.arguments().toJson())
                    .isEqualTo(expected);
            verdicts.add(decision.verdict().strictness());
            unknown += rules.stream().anyMatch(rule -> rule.question().answer(request.arguments()) == 0.5) ? 1 : 0;
        }
        assertThat(verdicts).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(unknown).as("cases with an unknown condition").isBetween(CASES / 4, CASES * 3 / 4);
    }

    private record RandomRule(String name, Question question, Verdict verdict) {}

    /** The specification, word by word, in as many loops as it has sentences. */
    private static Decision reference(List<RandomRule> rules, Verdict otherwise, Arguments arguments) {
        List<RandomRule> matching = new ArrayList<>();
        for (RandomRule rule : rules) {
            double answer = rule.question().answer(arguments);
            double needed = rule.verdict() instanceof Verdict.Allow ? 1 : 0.5;
            if (answer >= needed) {
                matching.add(rule);
            }
        }
        if (matching.isEmpty()) {
            return new Decision(otherwise, List.of("otherwise"), "random", "1");
        }
        for (Class<?> kind : List.of(Verdict.Deny.class, Verdict.RequireApproval.class, Verdict.Allow.class)) {
            List<RandomRule> ofKind = matching.stream()
                    .filter(rule -> kind.isInstance(rule.verdict()))
                    .toList();
            if (!ofKind.isEmpty()) {
                List<String> names = ofKind.stream().map(RandomRule::name).toList();
                return new Decision(together(ofKind), names, "random", "1");
            }
        }
        throw new AssertionError("a verdict of no kind");
    }

    private static Verdict together(List<RandomRule> rules) {
        Verdict first = rules.get(0).verdict();
        if (!(first instanceof Verdict.RequireApproval)) {
            return first;
        }
        List<Stage> stages = new ArrayList<>();
        Duration shortest = Duration.ofDays(9_999);
        for (RandomRule rule : rules) {
            Verdict.RequireApproval approval = (Verdict.RequireApproval) rule.verdict();
            for (Stage stage : approval.stages()) {
                if (!stages.contains(stage)) {
                    stages.add(stage);
                }
            }
            shortest = shortest.compareTo(approval.validFor()) < 0 ? shortest : approval.validFor();
        }
        return new Verdict.RequireApproval(stages, shortest);
    }

    private List<RandomRule> rules() {
        List<RandomRule> rules = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            rules.add(new RandomRule("rule-" + i, question(random.nextInt(4)), verdict()));
        }
        return rules;
    }

    private Question question(int depth) {
        if (depth == 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> new Question.Both(question(depth - 1), question(depth - 1));
            case 1 -> new Question.Either(question(depth - 1), question(depth - 1));
            default -> new Question.Opposite(question(depth - 1));
        };
    }

    private Question leaf() {
        String name = pick(NAMES);
        return switch (random.nextInt(4)) {
            case 0 -> new Question.Flag(name);
            case 1 -> new Question.Text(name, pick(List.of("x", "y")));
            default -> new Question.Compared(name, pick(Question.Compared.OPERATORS), pick(NUMBERS));
        };
    }

    private Verdict verdict() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Verdict.allow();
            case 2 -> Verdict.deny(pick(NAMES));
            default ->
                Verdict.requireApproval(Approvers.byRole(pick(NAMES)))
                        .from(1 + random.nextInt(2))
                        .within(Duration.ofMinutes(1 + random.nextInt(3)));
        };
    }

    private Arguments arguments() {
        List<String> members = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextInt(6) > 0) {
                members.add("\"" + name + "\":" + (random.nextInt(3) > 0 ? pick(NUMBERS) : pick(OTHERS)));
            }
        }
        return Arguments.parse("{" + String.join(",", members) + "}");
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
