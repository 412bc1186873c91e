package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.json.Parsed.Code;
import io.toolgateway.schema.CompiledSchema;
import io.toolgateway.schema.SchemaEngine;
import io.toolgateway.schema.SchemaRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Texts made to break parsers and matchers: refused or read exactly, always cheaply. */
@Tag("P4")
class HostileJsonTest {

    private static final Duration MOST_FOR_A_CASE = Duration.ofMillis(500);
    private static final Duration MOST_FOR_A_PATTERN = Duration.ofMillis(20);

    /** What may keep us from a text that RFC 8259 allows: our limits, each documented at {@link Code}. */
    private static final Set<Code> LIMITS = EnumSet.complementOf(EnumSet.of(Code.MALFORMED, Code.TRAILING_TEXT));

    private static final CompiledSchema OBJECT = SchemaEngine.everit()
            .compile(
                    "{\"type\":\"object\",\"additionalProperties\":{\"type\":[\"string\",\"number\",\"object\",\"array\"]}}");

    @Test
    void theParsingSuiteIsReadOrRefusedAsRfc8259Has() {
        Tally tally = new Tally();
        rows("jsontestsuite").forEach(row -> tally.add(row, bytes(row), false));

        tally.report("jsontestsuite");
        tally.assertSound();
    }

    @Test
    void generatedDocumentsAreRefusedOrReadWithinTheirBudget() {
        Tally tally = new Tally();
        rows("generated")
                .filter(row -> !"regex".equals(row.get("kind")))
                .forEach(row -> tally.add(row, bytes(row), true));

        tally.report("generated documents");
        tally.assertSound();
    }

    @Test
    void naughtyStringsComeBackAsTheyWentIn() {
        Tally tally = new Tally();
        rows("naughty_strings").forEach(row -> {
            String text = (String) Objects.requireNonNull(row.get("text"));
            byte[] json = Json.write(Map.of("s", text)).getBytes(StandardCharsets.UTF_8);
            Parsed parsed = tally.add(row, json, true);
            if (parsed instanceof Parsed.Value value) {
                assertThat(value.value()).isEqualTo(Map.of("s", text));
                assertThat(Json.parse(Json.canonical(value.value()))).isEqualTo(value.value());
            }
        });

        tally.report("naughty strings");
        tally.assertSound();
        assertThat(tally.refused.keySet()).isSubsetOf(Code.BAD_CHARACTER);
    }

    @Test
    void patternsAreMatchedInLinearTimeOrRefusedAtRegistration() {
        List<String> slow = new ArrayList<>();
        int[] counts = new int[2];
        Duration[] worst = {Duration.ZERO};
        double[] worstGrowth = {0};
        rows("generated").filter(row -> "regex".equals(row.get("kind"))).forEach(row -> {
            String input = new String(bytes(row, "input_b64"), StandardCharsets.UTF_8);
            CompiledSchema schema = compiled((String) Objects.requireNonNull(row.get("pattern")));
            counts[schema == null ? 1 : 0]++;
            if (schema == null) {
                return;
            }
            Duration took = CpuTime.of(() -> schema.check(input));
            worst[0] = took.compareTo(worst[0]) > 0 ? took : worst[0];
            // Noise can only lengthen a run, so the smallest of three is nearest to the truth.
            double growth = Stream.generate(() -> growth(schema, input))
                    .limit(3)
                    .min(Double::compare)
                    .orElseThrow();
            worstGrowth[0] = Math.max(growth, worstGrowth[0]);
            if (took.compareTo(MOST_FOR_A_PATTERN) > 0 || growth > 3) {
                slow.add(row.get("id") + " took " + took + ", twice the input " + growth + " times as long");
            }
        });

        Figures.row(
                "hostile-json",
                String.format(
                        "patterns: %d matched, %d refused, slowest %.3f ms, growth on doubling at most %.2f",
                        counts[0], counts[1], worst[0].toNanos() / 1e6, worstGrowth[0]));
        assertThat(slow).isEmpty();
        assertThat(counts[0]).isGreaterThan(counts[1]);
    }

    /** How much longer twice the input takes, at a size where the clock can tell. */
    private static double growth(CompiledSchema schema, String input) {
        String once = input.repeat(Math.max(1, 20_000 / Math.max(1, input.length())));
        String twice = once + once;
        long single = Math.max(1, CpuTime.of(() -> many(schema, once)).toNanos());
        return (double) CpuTime.of(() -> many(schema, twice)).toNanos() / single;
    }

    private static void many(CompiledSchema schema, String input) {
        for (int i = 0; i < 20; i++) {
            schema.accepts(input);
        }
    }

    private static @Nullable CompiledSchema compiled(String pattern) {
        try {
            return SchemaEngine.everit().compile(Json.write(Map.of("type", "string", "pattern", pattern)));
        } catch (SchemaRefusedException e) {
            assertThat(e.keyword()).isEqualTo("pattern");
            return null;
        }
    }

    private static Stream<Map<String, @Nullable Object>> rows(String name) {
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("hostile-json/" + name + ".jsonl")) {
            return rows.toList().stream();
        }
    }

    private static byte[] bytes(Map<String, @Nullable Object> row) {
        if (row.get("b64") != null) {
            return bytes(row, "b64");
        }
        if (row.get("recipe") instanceof Map<?, ?> recipe) {
            String piece = new String(bytes(Json.asObject(recipe), "repeat_b64"), StandardCharsets.UTF_8);
            return piece.repeat(number(recipe, "times")).getBytes(StandardCharsets.UTF_8);
        }
        if (row.get("build") instanceof Map<?, ?> build) {
            return built(build).getBytes(StandardCharsets.UTF_8);
        }
        return product((List<?>) Objects.requireNonNull(row.get("keys_product")))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String built(Map<?, ?> build) {
        StringBuilder text = new StringBuilder(text(build, "prefix"));
        for (int i = 0; i < number(build, "times"); i++) {
            text.append(text(build, "repeat"))
                    .append(text(build, "repeat_numbered").replace("%d", Integer.toString(i)));
        }
        return text.append(text(build, "middle"))
                .append(text(build, "repeat2").repeat(number(build, "times2")))
                .append(text(build, "suffix"))
                .toString();
    }

    /** A list of the choices for each position, or one list of choices and how often to choose. */
    private static List<?> pieces(Object product) {
        if (product instanceof List<?> list) {
            return list;
        }
        List<?> choices = List.of();
        int times = 1;
        for (Object value : ((Map<?, ?>) product).values()) {
            choices = value instanceof List<?> list ? list : choices;
            times = value instanceof Long number ? Math.toIntExact(number) : times;
        }
        return Collections.nCopies(times, choices);
    }

    /** An object whose names are all combinations of the listed pieces. */
    private static String product(List<?> pieces) {
        List<String> names = List.of("");
        for (Object each : pieces) {
            List<String> longer = new ArrayList<>();
            List<?> choices = each instanceof List<?> list ? list : List.of(each);
            names.forEach(name -> choices.forEach(choice -> longer.add(name + choice)));
            names = longer;
        }
        StringBuilder object = new StringBuilder("{");
        names.forEach(name -> object.append(object.length() > 1 ? "," : "")
                .append(Json.write(name))
                .append(":0"));
        return object.append('}').toString();
    }

    private static String text(Map<?, ?> build, String key) {
        return build.get(key) instanceof String text ? text : "";
    }

    private static int number(Map<?, ?> build, String key) {
        return build.get(key) instanceof Long number ? Math.toIntExact(number) : 0;
    }

    private static byte[] bytes(Map<String, @Nullable Object> row, String key) {
        return Base64.getDecoder().decode((String) row.get(key));
    }

    private static final class Tally {

        private final List<String> unsound = new ArrayList<>();
        private final Map<Code, Integer> refused = new EnumMap<>(Code.class);
        private int cases;
        private int accepted;
        private int beyondALimit;
        private Duration worst = Duration.ZERO;

        /** {@code arguments} says that only an object is one, as for the arguments of a call. */
        Parsed add(Map<String, @Nullable Object> row, byte[] json, boolean arguments) {
            cases++;
            Parsed[] parsed = new Parsed[1];
            Duration took = CpuTime.of(() -> {
                parsed[0] = Json.parse(json, JsonLimits.DEFAULT);
                if (parsed[0] instanceof Parsed.Value value) {
                    OBJECT.check(value.value());
                    Json.canonical(value.value());
                }
            });
            worst = took.compareTo(worst) > 0 ? took : worst;
            if (took.compareTo(MOST_FOR_A_CASE) > 0) {
                unsound.add(row.get("id") + " took " + took);
            }
            judge(row, parsed[0], arguments);
            return parsed[0];
        }

        private void judge(Map<String, @Nullable Object> row, Parsed parsed, boolean arguments) {
            boolean taken = parsed instanceof Parsed.Value value && (!arguments || value.value() instanceof Map<?, ?>);
            accepted += taken ? 1 : 0;
            Code code = parsed instanceof Parsed.Refused refusal ? refusal.code() : null;
            if (code != null) {
                refused.merge(code, 1, Integer::sum);
            }
            if (taken && "reject".equals(row.get("expect"))) {
                unsound.add(row.get("id") + " was accepted");
            }
            if (!taken && "accept".equals(row.get("expect"))) {
                beyondALimit++;
                if (code == null || !LIMITS.contains(code)) {
                    unsound.add(row.get("id") + " was refused as " + code);
                }
            }
        }

        void report(String set) {
            Figures.row(
                    "hostile-json",
                    String.format(
                            "%s: %d cases, %d accepted, refused %s, %d beyond a documented limit, slowest %.1f ms",
                            set, cases, accepted, refused, beyondALimit, worst.toNanos() / 1e6));
        }

        void assertSound() {
            assertThat(cases).isPositive();
            assertThat(unsound).isEmpty();
        }
    }
}
