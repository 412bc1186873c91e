package io.toolgateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P6")
class CallerTest {

    @Test
    void keepsWhatTheHostSays() {
        Caller caller = Caller.of("acme", "ann")
                .withRoles("b", "a")
                .withAttribute("region", "eu")
                .through("svc")
                .at("::1");

        assertThat(caller.tenant()).isEqualTo(TenantId.of("acme"));
        assertThat(caller.userId()).isEqualTo("ann");
        assertThat(caller.roles()).containsExactly("a", "b");
        assertThat(caller.attributes()).containsEntry("region", "eu");
        assertThat(caller.serviceAccount()).isEqualTo("svc");
        assertThat(caller.ipAddress()).isEqualTo("::1");
    }

    @Test
    void isNobodySpecialUnlessTheHostSaysSo() {
        Caller caller = Caller.of("acme", "ann");

        assertThat(caller.roles()).isEmpty();
        assertThat(caller.is("support_agent")).isFalse();
        assertThat(caller.isAnyOf(Set.of())).isFalse();
        assertThat(caller.serviceAccount()).isNull();
        assertThat(caller.ipAddress()).isNull();
    }

    @Test
    void rolesAreReplacedAndComparedExactly() {
        Caller caller = Caller.of("acme", "ann").withRoles("old").withRoles("support_agent");

        assertThat(caller.is("support_agent")).isTrue();
        assertThat(caller.is("Support_Agent")).isFalse();
        assertThat(caller.is("old")).isFalse();
        assertThat(caller.isAnyOf(Set.of("supervisor", "support_agent"))).isTrue();
    }

    @Test
    void aCopyLeavesTheOriginalAsItWas() {
        Set<String> roles = new HashSet<>(Set.of("a"));
        Caller caller = Caller.of("acme", "ann").withRoles(roles);
        roles.add("admin");
        caller.withAttribute("x", "y");

        assertThat(caller.roles()).containsExactly("a");
        assertThat(caller.attributes()).isEmpty();
        assertThatThrownBy(() -> caller.roles().add("admin")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> caller.withAttribute("x", "y").attributes().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theSameUserIsOfTheSameTenant() {
        Caller caller = Caller.of("acme", "ann");

        assertThat(caller.isUser(TenantId.of("acme"), "ann")).isTrue();
        assertThat(caller.isUser(TenantId.of("globex"), "ann")).isFalse();
        assertThat(caller.isUser(TenantId.of("acme"), "Ann")).isFalse();
    }

    @Test
    void callersAreEqualByAllThatIsSaidOfThem() {
        Caller ann = Caller.of("acme", "ann");

        assertThat(ann.withRoles("a", "b"))
                .isEqualTo(ann.withRoles("b", "a"))
                .hasSameHashCodeAs(ann.withRoles("b", "a"));
        assertThat(List.of(
                        ann,
                        Caller.of("globex", "ann"),
                        Caller.of("acme", "bob"),
                        ann.withRoles("a"),
                        ann.withAttribute("a", "b"),
                        ann.through("svc"),
                        ann.at("::1")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankIdsAreRefused(String blank) {
        assertThatThrownBy(() -> Caller.of(blank, "ann")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Caller.of("acme", blank)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Caller.of("acme", "ann").withRoles(blank))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Request.of(blank)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Request.of("r").keyedBy(blank)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overlongIdsAreRefused() {
        assertThat(Caller.of("t".repeat(200), "u".repeat(200)).userId()).hasSize(200);
        assertThatThrownBy(() -> Caller.of("t".repeat(201), "u")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Caller.of("t", "u".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }
}
