package io.toolgateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.json.Parsed.Code;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P4")
class JsonParseTest {

    private static final JsonLimits SMALL = new JsonLimits(100, 3, 10, 8, 20);

    @Test
    void numbersHaveOneFormHoweverTheyAreSpelled() {
        for (String one : List.of("1", "1.0", "1e0", "10E-1", "0.1e1", "1.000")) {
            assertThat(Json.parse(one)).as(one).isEqualTo(1L);
        }
        for (String zero : List.of("0", "-0", "0.0", "-0.0", "0e400")) {
            assertThat(Json.parse(zero)).as(zero).isEqualTo(0L);
        }
        assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(Json.parse("100.50")).isEqualTo(new BigDecimal("100.5"));
        assertThat(Json.parse("1e20")).isEqualTo(BigInteger.TEN.pow(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "{\"a\":1,}",
                "[1,]",
                "{'a':1}",
                "{a:1}",
                "007",
                "+1",
                ".5",
                "5.",
                "0x10",
                "NaN",
                "Infinity",
                "-Infinity",
                "-",
                "1e",
                "tru",
                "undefined",
                "\"",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "{\"a\" 1}",
                "{\"a\"}",
                "//x",
                "[1 2]",
                "{\"a\":1,,\"b\":2}",
                "\uFEFF{}",
                "nul",
                "\u00A01"
            })
    void whatRfc8259DoesNotAllowIsMalformed(String text) {
        assertThat(code(text)).isEqualTo(Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "1 2", "{}x", "[]]", "{}//", "\"a\"\"b\"", "null,"})
    void textAfterTheValueIsRefused(String text) {
        assertThat(code(text)).isIn(Code.TRAILING_TEXT, Code.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":1}|/a",
                "{\"a\":1,\"\\u0061\":2}|/a",
                "[{\"x\":{\"b\":null,\"c\":1,\"b\":null}}]|/0/x/b"
            })
    void aNameThatStandsTwiceIsRefusedWhereItStands(String text, String pointer) {
        assertThat(refused(text).code()).isEqualTo(Code.DUPLICATE_NAME);
        assertThat(refused(text).pointer()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\udc00\\ud800\"",
                "{\"\\ud800\":1}",
                "{\"a\\u0000\":1}"
            })
    void charactersThatNoStoreCanCarryAreRefused(String text) {
        // Jackson itself stops at half a pair in a name.
        assertThat(code(text))
                .isIn(text.startsWith("{") ? List.of(Code.BAD_CHARACTER, Code.MALFORMED) : List.of(Code.BAD_CHARACTER));
    }

    @Test
    void wholeSurrogatePairsAndNoncharactersAreKept() {
        assertThat(Json.parse("\"\\ud83d\\ude00\"")).isEqualTo("\ud83d\ude00");
        assertThat(Json.parse("\"\\uffff\"")).isEqualTo("\uffff");
    }

    @Test
    void everyLimitStopsTheParser() {
        assertThat(code("[[[1]]]", SMALL)).isNull();
        assertThat(code("[[[[1]]]]", SMALL)).isEqualTo(Code.TOO_DEEP);
        assertThat(code("[1,2,3,4,5,6,7,8,9]", SMALL)).isNull();
        assertThat(code("[1,2,3,4,5,6,7,8,9,0]", SMALL)).isEqualTo(Code.TOO_MANY_NODES);
        assertThat(code("12345678", SMALL)).isNull();
        assertThat(code("123456789", SMALL)).isEqualTo(Code.NUMBER_TOO_LARGE);
        assertThat(code("1e20", SMALL)).isNull();
        assertThat(code("1e21", SMALL)).isEqualTo(Code.NUMBER_TOO_LARGE);
        assertThat(code("1e-21", SMALL)).isEqualTo(Code.NUMBER_TOO_LARGE);
        assertThat(code("\"" + "a".repeat(98) + "\"", SMALL)).isNull();
        assertThat(code("\"" + "a".repeat(99) + "\"", SMALL)).isEqualTo(Code.TOO_LARGE);
        assertThat(code("\"" + "€".repeat(33) + "\"", SMALL)).isEqualTo(Code.TOO_LARGE);
        assertThat(code("\"" + "😀".repeat(25) + "\"", SMALL)).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void hugeExponentsAreRefusedWithoutWritingOutTheirDigits() {
        assertThat(code("1e1000000000")).isEqualTo(Code.NUMBER_TOO_LARGE);
        assertThat(code("1e-1000000000")).isEqualTo(Code.NUMBER_TOO_LARGE);
        assertThat(code("1e99999999999")).isEqualTo(Code.NUMBER_TOO_LARGE);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.number(new BigDecimal("1e1000000000")));
    }

    @Test
    void nestingAtTheDeepestLimitStillFitsTheStack() {
        JsonLimits deepest = new JsonLimits(1 << 20, 500, 10_000, 10, 10);
        String nested = "[".repeat(500) + "]".repeat(500);

        assertThat(code(nested, deepest)).isNull();
        assertThat(code("[" + nested + "]", deepest)).isEqualTo(Code.TOO_DEEP);
        assertThat(code("[".repeat(1_000_000))).isIn(Code.TOO_LARGE, Code.TOO_DEEP);
    }

    @Test
    void limitsThatWouldEndangerTheProcessCannotBeSet() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonLimits(1, 501, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonLimits(1, 1, 1, 1, 100_001));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonLimits(0, 1, 1, 1, 1));
    }

    @Test
    void bytesMustBeStrictUtf8WithoutAByteOrderMark() {
        assertThat(parse("{\"s\":\"é😀\"}".getBytes(StandardCharsets.UTF_8))).isInstanceOf(Parsed.Value.class);
        assertThat(code(bytes(0xEF, 0xBB, 0xBF, '1'))).isEqualTo(Code.MALFORMED);
        assertThat(code(bytes('"', 0xE9, '"'))).isEqualTo(Code.BAD_CHARACTER);
        assertThat(code(bytes('"', 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, '"'))).isEqualTo(Code.BAD_CHARACTER);
        assertThat(code(bytes('"', 0xC0, 0x80, '"'))).isEqualTo(Code.BAD_CHARACTER);
        assertThat(code("{}".getBytes(StandardCharsets.UTF_16))).isIn(Code.BAD_CHARACTER, Code.MALFORMED);
        assertThat(code(new byte[300_000])).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void noMessageRepeatsTheText() {
        for (String text : List.of("{\"k\":\"secret-4711\"x", "secret-4711", "{\"secret-4711\":1,\"secret-4711\":2}")) {
            assertThat(refused(text).message()).doesNotContain("4711");
        }
    }

    @Test
    void namesThatShareAHashCodeCostNoMoreThanOthers() {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < 4_096; i++) {
            object.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 12; bit++) {
                object.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            object.append("\":0");
        }

        assertThat(((Map<?, ?>) Json.parse(object.append('}').toString()))).hasSize(4_096);
    }

    private static byte[] bytes(int... bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = (byte) bytes[i];
        }
        return out;
    }

    private static Parsed parse(byte[] json) {
        return Json.parse(json, JsonLimits.DEFAULT);
    }

    private static @Nullable Code code(byte[] json) {
        return parse(json) instanceof Parsed.Refused refused ? refused.code() : null;
    }

    private static @Nullable Code code(String json) {
        return code(json, JsonLimits.DEFAULT);
    }

    private static @Nullable Code code(String json, JsonLimits limits) {
        return Json.parse(json, limits) instanceof Parsed.Refused refused ? refused.code() : null;
    }

    private static Parsed.Refused refused(String json) {
        return (Parsed.Refused) Json.parse(json, JsonLimits.DEFAULT);
    }
}
