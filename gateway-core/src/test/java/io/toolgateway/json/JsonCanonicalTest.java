package io.toolgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("A3")
class JsonCanonicalTest {

    @Test
    void membersAreOrderedByUtf16CodeUnitsAsInRfc8785() {
        String canonical =
                Json.canonical(Json.parse("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,"
                        + "\"\\u0080\":6,\"\\u00f6\":7}"));

        assertThat(canonical)
                .isEqualTo(
                        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    @Test
    void textsAreEscapedAsInRfc8785() {
        Object text = Json.parse("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"");

        assertThat(Json.canonical(text)).isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        assertThat(Json.canonical("\b\t\n\f\r\u001f\u007f\u2028")).isEqualTo("\"\\b\\t\\n\\f\\r\\u001f\u007f\u2028\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1E30, 1e+30",
        "4.50, 4.5",
        "2e-3, 0.002",
        "0.000000000000000000000000001, 1e-27",
        "1e-6, 0.000001",
        "1e-7, 1e-7",
        "123e18, 123000000000000000000",
        "1e21, 1e+21",
        "-1.5e300, -1.5e+300",
        "-0, 0",
        "1.0, 1",
        "1e0, 1",
        "9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740993",
        "333333333.33333329, 333333333.33333329"
    })
    void numbersKeepAllTheirDigits(String number, String canonical) {
        assertThat(Json.canonical(Json.parse(number))).isEqualTo(canonical);
    }

    @Test
    void canonicalTextsAreEqualIfAndOnlyIfTheValuesAreInAHundredThousandPairs() {
        Random random = new Random(8785);
        int equal = 0;
        for (int i = 0; i < 100_000; i++) {
            Object one = value(random, 3);
            Object other = random.nextBoolean() ? one : changed(one, random);
            String first = Json.canonical(Json.parse(spelled(one, random)));
            String second = Json.canonical(Json.parse(spelled(other, random)));
            boolean same = same(one, other);
            equal += same ? 1 : 0;

            assertThat(first.equals(second)).as("%s and %s", first, second).isEqualTo(same);
            assertThat(Json.canonical(Json.parse(first))).isEqualTo(first);
        }
        assertThat(equal).isBetween(40_000, 80_000);
    }

    /** Numbers are held as decimal texts here, so that nothing of the code under test takes part in the comparison. */
    private record Num(String text) {}

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "9007199254740992",
            "9007199254740993",
            "0.1",
            "0.10000000000000000001",
            "1e21",
            "1e-7",
            "123.456",
            "-5e-20",
            "18446744073709551616",
            "1e308",
            "100",
            "10");

    private static final List<String> TEXTS =
            List.of("", "a", "b", "é", "e\u0301", "\ud83d\ude00", "\n", "\"", "\\", "/", "1", "\u2028");

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> new Num(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 1 -> TEXTS.get(random.nextInt(TEXTS.size()));
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new TreeMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(TEXTS.get(random.nextInt(TEXTS.size())), value(random, depth - 1));
                }
                yield map;
            }
        };
    }

    /** The value with one part replaced, perhaps by the same. */
    private static @Nullable Object changed(@Nullable Object value, Random random) {
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(4) > 0) {
            List<@Nullable Object> copy = new ArrayList<>(list);
            int at = random.nextInt(copy.size());
            copy.set(at, changed(copy.get(at), random));
            return copy;
        }
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(4) > 0) {
            Map<String, @Nullable Object> copy = new TreeMap<>(Json.asObject(map));
            String name = new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size()));
            copy.put(name, changed(copy.get(name), random));
            return copy;
        }
        return value(random, 1);
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Num a && other instanceof Num b) {
            return new BigDecimal(a.text).compareTo(new BigDecimal(b.text)) == 0;
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            boolean all = a.size() == b.size();
            for (int i = 0; all && i < a.size(); i++) {
                all = same(a.get(i), b.get(i));
            }
            return all;
        }
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet()) && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
        }
        return one == null ? other == null : one.equals(other);
    }

    private static String spelled(@Nullable Object value, Random random) {
        if (value instanceof Num number) {
            BigDecimal exact = new BigDecimal(number.text);
            return switch (random.nextInt(4)) {
                case 0 -> exact.toPlainString();
                case 1 -> exact.setScale(Math.max(0, exact.scale()) + 3).toPlainString();
                case 2 -> exact.unscaledValue() + "e" + -exact.scale();
                default -> number.text.equals("0") ? "-0.0" : exact.toString();
            };
        }
        if (value instanceof String text) {
            return random.nextBoolean() ? Json.write(text) : escaped(text);
        }
        if (value instanceof List<?> list) {
            List<String> items = new ArrayList<>();
            list.forEach(item -> items.add(spelled(item, random)));
            return "[" + String.join(" ,\n", items) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((name, member) -> members.add(spelled(name, random) + " : " + spelled(member, random)));
            Collections.shuffle(members, random);
            return "{" + String.join(",", members) + "}";
        }
        return String.valueOf(value);
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(unit -> out.append(String.format("\\u%04x", unit)));
        return out.append('"').toString();
    }
}
