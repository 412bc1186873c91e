package io.toolgateway.policy;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.always;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.that;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.deny;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.testkit.People;
import io.toolgateway.tool.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P7")
class RulePolicyTest {

    private static final String NO_ANSWER = "{\"amount\":null}";

    @Test
    void theStrictestMatchWinsWhateverTheOrder() {
        List<Rule> rules = List.of(
                new Rule("a", always(), allow()),
                new Rule("b", always(), requireApproval(byRole("x")).within(Duration.ofHours(2))),
                new Rule("c", always(), requireApproval(byRole("y")).within(Duration.ofHours(1))),
                new Rule("d", always(), deny("no")),
                new Rule("e", argument("amount").lessThan("0"), deny("never")));
        for (List<Rule> order : permutations(rules)) {
            Decision all = decide(order, "{\"amount\":5}");
            assertThat(all.verdict()).isEqualTo(deny("no"));
            assertThat(all.rules()).containsExactly("d");

            Decision withoutDenials = decide(
                    order.stream()
                            .filter(rule -> rule.verdict().strictness() < 2)
                            .toList(),
                    "{}");
            Verdict.RequireApproval approval = (Verdict.RequireApproval) withoutDenials.verdict();
            assertThat(approval.stages())
                    .containsExactlyInAnyOrder(new Stage(byRole("x"), 1), new Stage(byRole("y"), 1));
            assertThat(approval.validFor()).isEqualTo(Duration.ofHours(1));
            assertThat(withoutDenials.rules()).containsExactlyInAnyOrder("b", "c");
        }
    }

    @Test
    void twoRequirementsBothHold() {
        Verdict both = requireApproval(byRole("x"))
                .from(2)
                .and(requireApproval(byCaller()).then(byRole("y")).within(Duration.ofMinutes(5)));

        assertThat(both)
                .isEqualTo(new Verdict.RequireApproval(
                        List.of(new Stage(byRole("x"), 2), new Stage(byCaller(), 1), new Stage(byRole("y"), 1)),
                        Duration.ofMinutes(5)));
        assertThat(requireApproval(byRole("x")).and(requireApproval(byRole("x"))))
                .isEqualTo(requireApproval(byRole("x")));
    }

    @Test
    void ofTwoDenialsTheFirstIsTold() {
        Decision decision =
                decide(List.of(new Rule("a", always(), deny("first")), new Rule("b", always(), deny("second"))), "{}");

        assertThat(decision.verdict()).isEqualTo(deny("first"));
        assertThat(decision.rules()).containsExactly("a", "b");
    }

    @Test
    void whereNoRuleMatchesTheDefaultHolds() {
        Decision decision = Policy.named("desk", "7")
                .rule("small", argument("amount").atMost("500"), allow())
                .otherwise(requireApproval(byRole("admin")))
                .decide(Requests.refund("{\"amount\":501}"));

        assertThat(decision.verdict()).isEqualTo(requireApproval(byRole("admin")));
        assertThat(decision.actor()).isEqualTo("policy:otherwise@7");
        assertThat(decision.policy()).isEqualTo("desk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"amount\":null}",
                "{\"amount\":\"500\"}",
                "{\"amount\":\"\"}",
                "{\"amount\":true}",
                "{\"amount\":[1]}",
                "{\"amount\":{\"value\":1}}",
                "{\"Amount\":1}"
            })
    void anArgumentWithoutAnAnswerNeverAllowsAndAlwaysParksOrDenies(String arguments) {
        List<Condition> conditions = List.of(
                argument("amount").atMost("500"),
                argument("amount").greaterThan("500"),
                argument("amount").lessThan("500"),
                argument("amount").atLeast("500"),
                argument("amount").atMost("500").not(),
                argument("amount").atMost("500").not().not(),
                argument("amount").atMost("500").and(always()),
                argument("amount").atMost("500").or(always().not()),
                always().and(argument("amount").greaterThan("500").not()),
                that(request -> request.arguments().decimal("amount").signum() >= 0),
                that(request -> request.arguments().decimal("amount").signum() >= 0)
                        .not());
        for (Condition condition : conditions) {
            requireNeverAllowedAlwaysStrict(condition, arguments);
        }
    }

    @Test
    void whatIsKnownAnywayIsKnown() {
        Condition unknown = argument("amount").atMost("500");

        assertThat(unknown.and(always().not()).test(Requests.refund(NO_ANSWER))).isEqualTo(Truth.FALSE);
        assertThat(unknown.or(always()).test(Requests.refund(NO_ANSWER))).isEqualTo(Truth.TRUE);
        assertThat(unknown.or(unknown.not()).test(Requests.refund(NO_ANSWER))).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void aHostsRuleThatFailsNeverAllows() {
        List<Condition> failing = List.of(
                that(request -> {
                    throw new IllegalStateException("a bug of the host");
                }),
                that(request -> request.caller().attributes().get("none").isEmpty()),
                that(request -> {
                            throw new IllegalStateException("a bug of the host");
                        })
                        .not(),
                request -> {
                    throw new UnsupportedOperationException("a condition of the host");
                },
                request -> null,
                always().and(request -> null),
                new Combined(always(), always(), (left, right) -> null, Truth.FALSE).not());
        for (Condition condition : failing) {
            requireNeverAllowedAlwaysStrict(condition, "{\"amount\":1}");
        }
    }

    private static void requireNeverAllowedAlwaysStrict(Condition condition, String arguments) {
        assertThat(decide(List.of(new Rule("rule", condition, allow())), arguments)
                        .verdict())
                .as("allow rule")
                .isEqualTo(deny("no rule matched"));
        assertThat(decide(List.of(new Rule("rule", condition, requireApproval(byRole("x")))), arguments)
                        .rules())
                .as("approval rule")
                .containsExactly("rule");
        assertThat(decide(List.of(new Rule("rule", condition, deny("no"))), arguments)
                        .rules())
                .as("deny rule")
                .containsExactly("rule");
    }

    @ParameterizedTest
    @CsvSource({
        "500, true, false",
        "500.00, true, false",
        "5e2, true, false",
        "499.999999999999999999, true, false",
        "500.000000000000000001, false, true",
        "500.0000000000000000000000000000000000000001, false, true",
        "9007199254740993, false, true",
        "-1e300, true, false"
    })
    void amountsAreComparedToTheLastDigit(String amount, boolean atMost, boolean above) {
        PolicyRequest request = Requests.refund("{\"amount\":" + amount + "}");

        assertThat(argument("amount").atMost("500").test(request)).isEqualTo(Truth.of(atMost));
        assertThat(argument("amount").greaterThan("500").test(request)).isEqualTo(Truth.of(above));
    }

    @Test
    void theBoundItselfIsInOrOutAsTheWordSays() {
        PolicyRequest request = Requests.refund("{\"amount\":500.00}");

        assertThat(argument("amount").atMost("500").test(request)).isEqualTo(Truth.TRUE);
        assertThat(argument("amount").lessThan("500").test(request)).isEqualTo(Truth.FALSE);
        assertThat(argument("amount").lessThan("500.000000000000000001").test(request))
                .isEqualTo(Truth.TRUE);
        assertThat(argument("amount").atLeast("500.000").test(request)).isEqualTo(Truth.TRUE);
        assertThat(argument("amount").greaterThan("500").test(request)).isEqualTo(Truth.FALSE);
        assertThat(argument("amount").greaterThan("499.999999999999999999").test(request))
                .isEqualTo(Truth.TRUE);
    }

    @Test
    void aBoundIsExactWhereADoubleIsNot() {
        PolicyRequest request = Requests.refund("{\"amount\":9007199254740993}");

        assertThat(argument("amount").atMost("9007199254740992").test(request)).isEqualTo(Truth.FALSE);
        assertThat(argument("amount").atLeast("9007199254740993").test(request)).isEqualTo(Truth.TRUE);
    }

    @Test
    void aNegationAsksOnce() {
        List<Integer> asked = new ArrayList<>();
        Predicate<PolicyRequest> counting = request -> asked.add(1);
        Condition condition = that(counting);
        for (int i = 0; i < 50; i++) {
            condition = condition.not();
        }

        assertThat(condition.test(Requests.refund("{}"))).isEqualTo(Truth.TRUE);
        assertThat(asked).hasSize(1);
    }

    @Test
    void theWindowsOfHistoryAreFoundUnderAnyNesting() {
        Policy policy = Policy.named("desk", "1")
                .rule(
                        "too often",
                        Condition.calledAtLeast(3, Duration.ofHours(1))
                                .not()
                                .and(always().or(Condition.calledAtLeast(9, Duration.ofDays(1)))),
                        allow())
                .otherwise(deny("no"));

        assertThat(policy.historyWindows()).containsExactlyInAnyOrder(Duration.ofHours(1), Duration.ofDays(1));
    }

    @Test
    void twoRulesOfOneNameAreABug() {
        PolicyBuilder builder = Policy.named("desk", "1").rule("a", always(), allow());

        assertThatThrownBy(() -> builder.rule("a", always(), deny("no"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSafeDefaultRunsReadsAndParksTheRest() {
        Policy policy = Policy.safeDefault();

        assertThat(policy.decide(Requests.of(Requests.READ, People.ANN, Arguments.NONE))
                        .verdict())
                .isEqualTo(allow());
        assertThat(policy.decide(Requests.refund("{}")).verdict()).isEqualTo(requireApproval());
    }

    private static Decision decide(List<Rule> rules, String arguments) {
        PolicyBuilder builder = Policy.named("desk", "1");
        rules.forEach(rule -> builder.rule(rule.name(), rule.condition(), rule.verdict()));
        return builder.otherwise(deny("no rule matched")).decide(Requests.refund(arguments));
    }

    private static <T> List<List<T>> permutations(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (T first : items) {
            List<T> rest = new ArrayList<>(items);
            rest.remove(first);
            for (List<T> order : permutations(rest)) {
                List<T> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(Collections.unmodifiableList(whole));
            }
        }
        return all;
    }
}
