package io.toolgateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.tool.ToolDefinition;
import io.toolgateway.wire.Samples.Reply;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P11")
class NamesTest {

    private static final List<String> ODD = List.of(
            "orders.cancel",
            "orders/cancel",
            "orders cancel",
            "Bestellung_löschen",
            "\uD83D\uDE00",
            "9lives",
            "-",
            "_",
            "",
            "a".repeat(64),
            "a".repeat(65),
            "a".repeat(200),
            "a".repeat(129) + "b",
            "get_order_status",
            "x_0123456789ab",
            "orders_cancel_0123456789ab");

    @ParameterizedTest
    @EnumSource
    void everyNameIsMappedToOneTheProviderAllowsAndBack(NameRule rule) {
        Pattern allowed = switch (rule) {
            case PLAIN -> Pattern.compile("[a-zA-Z0-9_-]{1,64}");
            case GEMINI -> Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]{0,62}");
            case MCP -> Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
        };
        Names names = names(rule, ODD);

        Set<String> seen = new HashSet<>();
        for (String tool : ODD) {
            assertThat(names.onWire(tool)).matches(allowed);
            assertThat(names.inRegistry(names.onWire(tool))).isEqualTo(tool);
            assertThat(seen.add(names.onWire(tool))).isTrue();
        }
        assertThat(names.onWire("get_order_status")).isEqualTo("get_order_status");
    }

    /** Pinned: hosts of different releases must agree while both run. */
    @Test
    void theMappedFormIsReadableAndStaysTheSame() {
        assertThat(names(NameRule.PLAIN, ODD).onWire("orders.cancel")).isEqualTo("orders_cancel_e8ebb43a75aa");
        assertThat(names(NameRule.PLAIN, List.of("orders.cancel")).onWire("orders.cancel"))
                .isEqualTo("orders_cancel_e8ebb43a75aa");
        assertThat(names(NameRule.MCP, ODD).onWire("orders.cancel")).isEqualTo("orders.cancel");
    }

    @ParameterizedTest
    @EnumSource
    void randomNamesNeverMeet(NameRule rule) {
        Random random = new Random(11);
        String letters = "ab_.-/0f ";
        Set<String> tools = new HashSet<>();
        while (tools.size() < 5_000) {
            StringBuilder name = new StringBuilder();
            random.ints(1 + random.nextInt(8), 0, letters.length()).forEach(i -> name.append(letters.charAt(i)));
            tools.add(name.toString());
        }
        Names names = names(rule, List.copyOf(tools));

        assertThat(tools)
                .allSatisfy(
                        tool -> assertThat(names.inRegistry(names.onWire(tool))).isEqualTo(tool));
    }

    /** A tool that bears the very name another is mapped to is itself mapped elsewhere. */
    @Test
    void aNameMadeToLookLikeAMappedOneReachesItsOwnToolOnly() {
        String victim = "orders.cancel";
        String forged = names(NameRule.PLAIN, List.of(victim)).onWire(victim);
        Names both = names(NameRule.PLAIN, List.of(forged, victim));

        assertThat(both.inRegistry(forged)).isEqualTo(victim);
        assertThat(both.onWire(forged)).isNotEqualTo(forged);
        assertThat(both.inRegistry(both.onWire(forged))).isEqualTo(forged);
        assertThat(names(NameRule.PLAIN, List.of(forged)).inRegistry(forged)).isNull();
    }

    /** What was never offered goes to the registry as it is, or nowhere; never to a tool under another name. */
    @ParameterizedTest
    @ValueSource(strings = {"delete_everything", "GET_ORDER_STATUS", "get_order_statu", "get_order_status_"})
    void aNameThatWasNotOfferedIsPassedOnAsItIs(String name) {
        assertThat(names(NameRule.PLAIN, ODD).inRegistry(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.cancel", "functions.get_order_status", "get_order_status ", "x_0123456789ab", ""})
    void aNameThatCannotHaveBeenOfferedIsPassedToNoTool(String name) {
        assertThat(names(NameRule.PLAIN, ODD).inRegistry(name)).isNull();
    }

    @Test
    void suchACallIsUnusableAndSaysWhy() {
        Received received = wire(WireFormat.OLLAMA, "orders.cancel").calls("""
                        {"done":true,"message":{"tool_calls":[{"function":{"name":"orders.cancel","arguments":{}}}]}}
                        """);

        assertThat(received.calls()).isEmpty();
        assertThat(received.unusable()).extracting(UnusableCall::reason).containsExactly(Reason.UNKNOWN_NAME);
        assertThat(received.unusable().get(0).reply().text()).contains("No tool is offered under this name");
    }

    @Test
    void definitionsCallsAndResultsUseTheMappedName() {
        Wire wire = wire(WireFormat.GEMINI, "orders.cancel");
        String mapped = "orders_cancel_e8ebb43a75aa";

        assertThat(wire.definitions()).contains("\"name\":\"" + mapped + "\"");
        assertThat(wire.calls("""
                                {"candidates":[{"finishReason":"STOP","content":{"parts":[
                                {"functionCall":{"name":"%s","args":{}}}]}}]}
                                """.formatted(mapped)).calls().get(0).name()).isEqualTo("orders.cancel");
        assertThat(wire.results(List.of(new Reply(null, "orders.cancel", false, "{}")))
                        .get(0))
                .contains("\"name\":\"" + mapped + "\"");
    }

    /** The service answers 400, "Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'", to all tools of the request. */
    @ParameterizedTest
    @ValueSource(strings = {"$top", "filter[id]", "user name", "größe", ""})
    void anArgumentNameThatAnthropicRefusesIsRefusedWithItsTool(String name) {
        ToolDefinition tool = new ToolDefinition(
                "list_orders", "", "{\"type\":\"object\",\"properties\":{\"id\":{},\"" + name + "\":{}}}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireFormat.ANTHROPIC.wire(List.of(tool)))
                .withMessageContaining("'list_orders'")
                .withMessageContaining("'" + name + "'");
        assertThat(WireFormat.MCP.wire(List.of(tool)).definitions()).contains("\"" + name + "\"");
    }

    @Test
    void whatAnthropicAllowsAndWhatStandsDeeperIsNotRefused() {
        String deeper = "{\"type\":\"object\",\"properties\":{\"$top\":{}}}";
        String schema =
                "{\"type\":\"object\",\"properties\":{\"" + "a".repeat(64) + "\":{},\"page.size-1_x\":" + deeper + "}}";

        assertThat(WireFormat.ANTHROPIC
                        .wire(List.of(new ToolDefinition("t", "", schema)))
                        .definitions())
                .contains("$top");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireFormat.ANTHROPIC.wire(
                        List.of(new ToolDefinition("t", "", schema.replace("a".repeat(64), "a".repeat(65))))));
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names(NameRule.PLAIN, List.of("a", "a")))
                .withMessageContaining("'a'");
    }

    private static Names names(NameRule rule, List<String> tools) {
        return new Names(
                rule,
                tools.stream()
                        .map(name -> new ToolDefinition(name, "", Samples.SCHEMA))
                        .toList());
    }

    private static Wire wire(WireFormat format, String tool) {
        return format.wire(List.of(new ToolDefinition(tool, "", Samples.SCHEMA)));
    }
}
