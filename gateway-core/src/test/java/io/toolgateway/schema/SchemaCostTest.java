package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a model sends may be refused for its cost; it may not cost much, and it may not throw. */
@Tag("P4")
@Timeout(60)
class SchemaCostTest {

    @Test
    void uniqueItemsComparesAtMostAThousandItemsWhateverStandsAroundIt() {
        List<Object> longList = numbers(1_001);
        for (String schema : List.of(
                "{'uniqueItems':true}",
                "{'not':{'uniqueItems':true}}",
                "{'anyOf':[{'uniqueItems':true},{'oneOf':[true]}]}",
                "{'$ref':'#/$defs/u','$defs':{'u':{'uniqueItems':true}}}",
                "{'uniqueItems':true,'items':{'$ref':'#'}}")) {
            CompiledSchema compiled = SchemaEngine.everit().compile(json(schema));

            assertThat(compiled.check(longList))
                    .as(schema)
                    .extracting(Violation::keyword)
                    .containsExactly("limit");
            assertThat(compiled.accepts(longList)).isFalse();
        }
        assertThat(SchemaEngine.everit().compile("{\"uniqueItems\":true}").check(numbers(1_000)))
                .isEmpty();
    }

    @Test
    void longListsElsewhereInTheValueAreNotMeant() {
        CompiledSchema schema = SchemaEngine.everit()
                .compile(
                        json(
                                "{'properties':{'ids':{'uniqueItems':true},'rows':{'items':{'properties':{'t':{'uniqueItems':true}}}}}}"));

        assertThat(schema.check(Map.of("ids", List.of(1L), "log", numbers(5_000))))
                .isEmpty();
        assertThat(schema.check(Map.of("rows", List.of(Map.of("t", numbers(1_001))))))
                .extracting(Violation::pointer)
                .containsExactly("/rows/0/t");
    }

    @Test
    void referencesThatFanOutWithTheDepthOfTheValueAreStopped() {
        CompiledSchema schema = SchemaEngine.everit()
                .compile(json("{'anyOf':[{'properties':{'n':{'$ref':'#'}},'required':['x']},"
                        + "{'properties':{'n':{'$ref':'#'}},'required':['y']}]}"));
        Object value = Map.of();
        for (int i = 0; i < 60; i++) {
            value = Map.of("n", value);
        }

        assertThat(schema.check(value)).extracting(Violation::keyword).containsExactly("limit");
        assertThat(schema.accepts(value)).isFalse();
    }

    @Test
    void aPatternThatWouldTakeTooManyStepsRefusesTheValueEvenUnderNot() {
        String text = "a".repeat(250_000);
        for (String schema :
                List.of("{'pattern':'(a.{900}b|c.{900}d)'}", "{'not':{'pattern':'(a.{900}b|c.{900}d)'}}")) {
            assertThat(SchemaEngine.everit().compile(json(schema)).check(text))
                    .extracting(Violation::keyword)
                    .containsExactly("limit");
        }
    }

    @Test
    void evilPatternsOverLongTextsAreCheap() {
        for (String pattern : List.of("(a+)+$", "(.*a){15}x", "^(a|a)*$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$")) {
            CompiledSchema schema = SchemaEngine.everit().compile(Json.write(Map.of("pattern", pattern)));
            schema.check("aaa");

            assertThat(Duration.ofNanos(cpu(() -> schema.check("a".repeat(5_000) + "!"))))
                    .as(pattern)
                    .isLessThan(Duration.ofMillis(500));
        }
    }

    @Test
    void hugeNumbersNeverReachMultipleOf() {
        CompiledSchema schema = SchemaEngine.everit().compile("{\"multipleOf\":1e-300}");

        assertThat(Json.parse("1e10000000", JsonLimits.DEFAULT)).isInstanceOf(Parsed.Refused.class);
        assertThat(schema.accepts(Json.parse("1e308"))).isTrue();
        assertThat(schema.accepts(Json.parse("1e-308"))).isFalse();
    }

    @Test
    void theDeepestValueThatTheParserCanBeSetToIsJudgedNotOverflowed() {
        Object value = 1L;
        for (int i = 0; i < 500; i++) {
            value = List.of(value);
        }
        CompiledSchema schema = SchemaEngine.everit()
                .compile(json("{'type':['array','integer'],'items':{'allOf':[{'anyOf':[{'$ref':'#'}]}]}}"));
        Object deepest = value;

        assertThat(schema.check(deepest))
                .satisfiesAnyOf(
                        violations -> assertThat(violations).isEmpty(),
                        violations -> assertThat(violations)
                                .extracting(Violation::keyword)
                                .containsExactly("limit"));
        assertThat(SchemaEngine.networknt()
                        .compile("{\"items\":{\"$ref\":\"#\"}}")
                        .check(deepest))
                .isNotNull();
    }

    @Test
    void onlyWhatIsNoJsonValueIsAnException() {
        CompiledSchema schema = SchemaEngine.everit().compile("{\"type\":\"string\"}");
        for (Object noJson : new Object[] {1, 1.5, new Object(), List.of(new StringBuilder())}) {
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException().isThrownBy(() -> schema.check(noJson));
        }
        for (@Nullable
        Object json : new @Nullable Object[] {null, true, 1L, new BigDecimal("1.5"), Map.of(), List.of()}) {
            assertThat(schema.check(json)).hasSize(1);
        }
    }

    private static List<Object> numbers(int count) {
        return Collections.unmodifiableList(
                IntStream.range(0, count).<Object>mapToObj(i -> (long) i).toList());
    }

    private static long cpu(Runnable work) {
        java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - before;
    }
}
