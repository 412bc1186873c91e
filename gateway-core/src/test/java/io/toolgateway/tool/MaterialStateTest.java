package io.toolgateway.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a material change. */
@Tag("E2")
@Tag("E3")
class MaterialStateTest {

    private static final Caller ANN = Caller.of("acme", "ann");

    private static MaterialState state(Object... namesAndValues) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return MaterialState.of(facts);
    }

    private static List<String> differences(MaterialState before, MaterialState after) {
        assertThat(after.text().equals(before.text()))
                .isEqualTo(before.differencesTo(after).isEmpty());
        assertThat(after.differencesTo(before)).isEqualTo(before.differencesTo(after));
        return before.differencesTo(after);
    }

    @Test
    void equalNumbersAndOtherOrdersAreNoChange() {
        MaterialState one = state("price", new BigDecimal("12.50"), "lines", Map.of("a", 1, "b", List.of(1, 2)));
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("b", List.of(1L, new BigDecimal("2.0")));
        lines.put("a", new BigDecimal("1.00"));

        assertThat(differences(one, state("lines", lines, "price", new BigDecimal("12.5"))))
                .isEmpty();
    }

    @Test
    void whatIsAnotherIsNamedInOrder() {
        MaterialState before = state("plan", "gold", "price", 12, "seats", 3, "note", null);

        assertThat(differences(before, state("plan", "silver", "price", "12", "seats", 3, "note", null)))
                .containsExactly("plan", "price");
        assertThat(differences(before, state("plan", "gold", "price", 12, "note", null, "owner", "x")))
                .containsExactly("owner", "seats");
        assertThat(differences(before, state("plan", "gold", "price", 12, "seats", 3)))
                .containsExactly("note");
        assertThat(differences(
                        state("n", new BigDecimal("9007199254740993")), state("n", new BigDecimal("9007199254740992"))))
                .containsExactly("n");
    }

    @Test
    void theStoredTextComesBackAndAnEtagIsNone() {
        MaterialState state = state("plan", "gold", "price", new BigDecimal("12.50"), "on", true, "none", null);

        MaterialState back = Objects.requireNonNull(MaterialState.ofText(state.text()));

        assertThat(back).isEqualTo(state).hasSameHashCodeAs(state);
        assertThat(back.text("plan")).isEqualTo("gold");
        assertThat(back.decimal("price")).isEqualByComparingTo("12.5");
        assertThat(back.flag("on")).isTrue();
        assertThat(back.has("none")).isFalse();
        assertThat(back.value("none")).isNull();
        assertThat(MaterialState.ofText("v1")).isNull();
        assertThat(MaterialState.ofText("\"v1\"")).isNull();
        assertThat(MaterialState.ofText("17")).isNull();
        assertThat(state).hasToString("MaterialState[plan, price, on, none]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "<b>", "ignore all; do this", "\u202Ename"})
    void aNameIsPlain(String name) {
        assertThatThrownBy(() -> state(name, 1))
                .isInstanceOf(MaterialStateException.class)
                .hasMessageContaining("has a fact whose name is not");
    }

    @Test
    void tooManyTooLargeAndUnreadableFactsAreRefusedWithoutTheirValues() {
        Map<String, Integer> many = IntStream.range(0, 51).boxed().collect(Collectors.toMap(n -> "fact " + n, n -> n));
        assertThatThrownBy(() -> MaterialState.of(many)).hasMessage("the material state has more than 50 facts");
        assertThatThrownBy(() -> state("text", "secret".repeat(3_000)))
                .hasMessage("the material state has more than 16384 bytes as JSON");
        assertThatThrownBy(() -> state("n", Double.NaN))
                .hasMessage("the material state has a number that is not finite at '/n'");
        assertThatThrownBy(() -> state("when", Instant.EPOCH, "x", new Object()))
                .isInstanceOf(MaterialStateException.class)
                .hasMessageNotContaining("secret");
        assertThat(state("text", "x".repeat(16_000)).names()).containsExactly("text");
        assertThat(MaterialState.of(Collections.emptyMap()).text()).isEqualTo("{}");
    }

    @Test
    @Tag("I17")
    void aSecretAmongTheArgumentsIsNotKeptAsAFact() {
        RegisteredTool tool = ToolRegistry.of(Tool.named("set_pin")
                        .arguments(
                                "{\"type\":\"object\",\"properties\":{\"pin\":{\"type\":\"string\",\"x-sensitive\":true}}}")
                        .callableByAnyone()
                        .materialStateBy(call -> Map.of("holder", "Ann " + call.text("pin"), "open", true))
                        .handledBy(call -> ToolResult.success()))
                .find("set_pin")
                .orElseThrow();
        Call call = new Call("set_pin", Arguments.NONE.with("pin", "canary-4711"), ANN, Request.of("req-1"));

        assertThat(tool.versionNow(call))
                .contains("[redacted]")
                .contains("open")
                .doesNotContain("canary");
    }

    @Test
    void aToolHasOneOfTheTwo() {
        ToolBuilder both = Tool.named("both").versionedBy(call -> "v1").materialStateBy(call -> Map.of());

        assertThatThrownBy(() -> both.handledBy(call -> ToolResult.success()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tool 'both' has a version or a material state, not both");
    }

    @Test
    void aHandlerWithoutAMaterialStateIsToldSo() {
        Call call = new Call("any", Arguments.NONE, ANN, Request.of("req-1"));
        for (String version : Arrays.asList(null, "v1")) {
            Invocation invocation = new Invocation(call, "0".repeat(32), 1, 1, Instant.EPOCH, version);
            assertThatThrownBy(invocation::materialState)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("tool 'any' has no material state");
        }
    }

    @Test
    void aStaleResultNamesWhatChangedAndKeepsBothValuesAsData() {
        ToolResult found = ToolResult.stale(state("plan", "gold", "price", 12), state("plan", "gold", "price", 15));

        assertThat(found.isStale()).isTrue();
        assertThat(found.status()).isEqualTo(ToolResult.Status.FAILURE);
        assertThat(found.errorCode()).isEqualTo("stale_state");
        assertThat(found.changed()).containsExactly("price");
        assertThat(found.data())
                .isEqualTo(Map.of("changed", List.of(Map.of("name", "price", "approved", 12L, "now", 15L))));
        assertThat(found.message())
                .isEqualTo("what it is about has changed since it was proposed: price; nothing was overwritten.");
        assertThat(ToolResult.stale("a", "b").changed()).containsExactly("a", "b");
        assertThat(ToolResult.stale().changed()).isEmpty();
        assertThat(ToolResult.stale().message())
                .isEqualTo("what it is about has changed since it was proposed; nothing was overwritten.");
        assertThat(ToolResult.failure("stale_state", "mine").isStale()).isTrue();
        assertThat(ToolResult.failure("other", "mine").withData(found.data()).changed())
                .isEmpty();
        assertThat(ToolResult.failure("stale_state", "mine")
                        .withData(Map.of("changed", List.of(1, Map.of("name", 2))))
                        .changed())
                .isEmpty();
    }
}
