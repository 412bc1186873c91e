package io.toolgateway.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.caller.TenantId;
import io.toolgateway.tool.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A3")
@Tag("I8")
class ArgumentsHashTest {

    @Test
    void isSixtyFourLowerCaseHexDigits() {
        assertThat(hash("{}")).matches("[0-9a-f]{64}");
    }

    @Test
    void staysWhatItIsInEveryVersionOfThisLibrary() {
        assertThat(ArgumentsHash.sha256("tg1", "process_refund", "1", "acme", "{\"amount\":620.5}"))
                .isEqualTo(ArgumentsHash.of(
                        "process_refund", "1", TenantId.of("acme"), Arguments.parse("{\"amount\":620.50}")))
                .isEqualTo("ac45e25b3298073be8df9568594e0c0efd27c952219ff3cf3d2354c2b4ce6ba2");
    }

    @Test
    void equalArgumentsHaveOneHash() {
        assertThat(hash("{\"b\":[1,{\"x\":null,\"a\":2}],\"a\":1.50}"))
                .isEqualTo(hash("{ \"a\" : 1.5e0, \"b\" : [1.0, {\"a\":2,\"x\":null}] }"));
        assertThat(hash("{\"a\":-0}")).isEqualTo(hash("{\"a\":0}"));
    }

    @Test
    void otherArgumentsHaveAnotherHash() {
        List<String> different = List.of(
                "{}",
                "{\"a\":null}",
                "{\"a\":0}",
                "{\"a\":\"0\"}",
                "{\"a\":false}",
                "{\"a\":[]}",
                "{\"a\":{}}",
                "{\"a\":\"\"}",
                "{\"a\":[0]}",
                "{\"a\":[[0]]}",
                "{\"a\":[0,1]}",
                "{\"a\":[1,0]}",
                "{\"a\":9007199254740992}",
                "{\"a\":9007199254740993}",
                "{\"a\":500}",
                "{\"a\":500.000000000000000001}",
                "{\"a\":1e300}",
                "{\"a\":1e301}",
                "{\"a\":\"e\u0301\"}",
                "{\"a\":\"\u00e9\"}",
                "{\"A\":0}",
                "{\"a\":\"\\\\u0030\"}",
                "{\"a\":\"\",\"b\":\"\"}");

        assertThat(different.stream().map(ArgumentsHashTest::hash)).doesNotHaveDuplicates();
    }

    @Test
    void theSystemsKeyIsLeftOut() {
        assertThat(hash("{\"a\":1,\"idempotency_key\":\"0123\"}")).isEqualTo(hash("{\"a\":1}"));
        assertThat(hash("{\"a\":{\"idempotency_key\":\"0123\"}}")).isNotEqualTo(hash("{\"a\":{}}"));
    }

    /** Every way to move a border between the parts: no two tuples are alike, so no two hashes may be. */
    @Test
    void noTwoCutsReadAlike() {
        List<String> parts = List.of("", "1", "|", "1|", "|1", "1|a", "a", "aa", "a|1|a", "3|tg1");
        Map<String, List<String>> tuples = new HashMap<>();
        for (String tool : parts) {
            for (String version : parts) {
                for (String tenant : parts) {
                    for (String rest : parts) {
                        List<String> tuple = List.of(tool, version, tenant, rest);
                        List<String> earlier =
                                tuples.put(ArgumentsHash.sha256("tg1", tool, version, tenant, rest), tuple);
                        assertThat(earlier).as("the same hash as %s", tuple).isNull();
                    }
                }
            }
        }
        assertThat(tuples).hasSize(10_000);
    }

    @Test
    void differentNumbersOfPartsAreDifferent() {
        List<String> hashes = new ArrayList<>();
        for (int parts = 0; parts < 5; parts++) {
            hashes.add(ArgumentsHash.sha256(empties(parts)));
        }
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    @Tag("P6")
    void toolVersionAndTenantAreBound() {
        Arguments arguments = Arguments.parse("{\"a\":1}");

        assertThat(List.of(
                        ArgumentsHash.of("t", "1", TenantId.of("acme"), arguments),
                        ArgumentsHash.of("t", "2", TenantId.of("acme"), arguments),
                        ArgumentsHash.of("u", "1", TenantId.of("acme"), arguments),
                        ArgumentsHash.of("t", "1", TenantId.of("globex"), arguments)))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatUtf8CannotCarryIsNotHashed() {
        assertThatThrownBy(() -> ArgumentsHash.sha256("\uD800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> ArgumentsHash.of("t", "1", TenantId.of("acme"), Arguments.NONE.with("a", "\uDC00\uD800")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ArgumentsHash.sha256("\uD83D\uDE00")).hasSize(64);
    }

    private static String[] empties(int count) {
        String[] empties = new String[count];
        Arrays.fill(empties, "");
        return empties;
    }

    private static String hash(String json) {
        return ArgumentsHash.of("tool", "1", TenantId.of("acme"), Arguments.parse(json));
    }
}
