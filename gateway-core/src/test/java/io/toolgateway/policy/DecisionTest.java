package io.toolgateway.policy;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.deny;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P7")
@Tag("P12")
class DecisionTest {

    private static final List<Verdict> VERDICTS = List.of(
            allow(),
            requireApproval(byRole("a")),
            requireApproval(byRole("b")).from(2).within(Duration.ofMinutes(1)),
            deny("no"),
            deny("never"));

    @Test
    void aGuardrailRaisesAndNeverLowers() {
        for (Verdict verdict : VERDICTS) {
            for (Verdict other : VERDICTS) {
                Decision raised = decision(verdict).raisedBy("guardrail", other);
                assertThat(raised.verdict().strictness())
                        .as("%s raised by %s", verdict, other)
                        .isEqualTo(Math.max(verdict.strictness(), other.strictness()));
                requireNoStageLost(verdict, raised.verdict());
            }
        }
    }

    private static void requireNoStageLost(Verdict before, Verdict after) {
        if (before instanceof Verdict.RequireApproval had && after instanceof Verdict.RequireApproval has) {
            assertThat(has.stages()).containsAll(had.stages());
            assertThat(has.validFor()).isLessThanOrEqualTo(had.validFor());
        }
        if (before instanceof Verdict.Deny) {
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void whoeverMadeTheVerdictIsNamed() {
        assertThat(decision(allow()).raisedBy("guardrail", allow()).rules()).containsExactly("rule");
        assertThat(decision(allow()).raisedBy("guardrail", deny("no")).rules()).containsExactly("guardrail");
        assertThat(decision(deny("no")).raisedBy("guardrail", requireApproval()).rules())
                .containsExactly("rule");
        assertThat(decision(requireApproval(byRole("a")))
                        .raisedBy("guardrail", requireApproval(byRole("b")))
                        .rules())
                .containsExactly("rule", "guardrail");
        assertThat(decision(deny("no")).raisedBy("guardrail", deny("never")).actor())
                .isEqualTo("policy:rule+guardrail@1");
    }

    @Test
    void verdictsAreOrderedFromMildToStrict() {
        assertThat(allow().strictness()).isZero();
        assertThat(requireApproval().strictness()).isEqualTo(1);
        assertThat(deny("no").strictness()).isEqualTo(2);
    }

    @Test
    @Tag("A2")
    void anApprovalNeedsSomeoneAndSomeTime() {
        assertThatThrownBy(() -> byRole()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> requireApproval(byRole("a")).from(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> requireApproval(byRole("a")).within(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Verdict.RequireApproval(List.of(), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("A2")
    void approversAreJoined() {
        Approvers either = byRole("b", "a").or(Approvers.byCaller()).or(byRole("c"));

        assertThat(either).isEqualTo(new Approvers(true, Set.of("a", "b", "c")));
        assertThat(either.roles()).containsExactly("a", "b", "c");
        assertThat(Approvers.OF_THE_TOOL.isNobody()).isTrue();
        assertThat(either.isNobody()).isFalse();
    }

    private static Decision decision(Verdict verdict) {
        return new Decision(verdict, List.of("rule"), "desk", "1");
    }
}
