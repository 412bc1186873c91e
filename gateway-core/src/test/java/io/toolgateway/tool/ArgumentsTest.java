package io.toolgateway.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P4")
class ArgumentsTest {

    private static final Arguments ALL = Arguments.parse(
            "{\"text\":\"secret\",\"whole\":42,\"part\":620.50,\"big\":9223372036854775808,\"flag\":false,"
                    + "\"object\":{\"a\":1},\"list\":[1,null,\"x\"],\"nil\":null}");

    @Test
    void eachTypeIsReadAsItself() {
        assertThat(ALL.text("text")).isEqualTo("secret");
        assertThat(ALL.integer("whole")).isEqualTo(42);
        assertThat(ALL.decimal("whole")).isEqualByComparingTo("42");
        assertThat(ALL.decimal("part")).isEqualTo(new BigDecimal("620.5"));
        assertThat(ALL.decimal("big")).isEqualTo(new BigDecimal("9223372036854775808"));
        assertThat(ALL.flag("flag")).isFalse();
        assertThat(ALL.object("object").integer("a")).isEqualTo(1);
        assertThat(ALL.list("list")).containsExactly(1L, null, "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "whole", "part", "big", "flag", "object", "list", "nil", "absent"})
    @Tag("P7")
    void noTypeIsReadAsAnother(String name) {
        List<String> readable = List.of(
                reads(() -> ALL.text(name), "text"),
                reads(() -> ALL.integer(name), "integer"),
                reads(() -> ALL.decimal(name), "decimal"),
                reads(() -> ALL.flag(name), "flag"),
                reads(() -> ALL.object(name), "object"),
                reads(() -> ALL.list(name), "list"));

        assertThat(readable.stream().filter(type -> !type.isEmpty()))
                .isEqualTo(
                        switch (name) {
                            case "whole" -> List.of("integer", "decimal");
                            case "part", "big" -> List.of("decimal");
                            case "nil", "absent" -> List.of();
                            default -> List.of(name);
                        });
        assertThat(ALL.has(name)).isEqualTo(!name.equals("nil") && !name.equals("absent"));
    }

    private static String reads(Runnable reading, String type) {
        try {
            reading.run();
            return type;
        } catch (ArgumentException unreadable) {
            assertThat(unreadable.getMessage()).doesNotContain("secret");
            return "";
        }
    }

    @Test
    void copiesLeaveTheOriginalAsItWas() {
        Arguments more = ALL.with("text", "other").without("nil").without("absent");

        assertThat(more.text("text")).isEqualTo("other");
        assertThat(more.asMap()).doesNotContainKey("nil");
        assertThat(ALL.text("text")).isEqualTo("secret");
        assertThat(ALL.asMap()).containsKey("nil");
        assertThatThrownBy(() -> ALL.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> more.asMap().put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Tag("A3")
    void argumentsAreEqualByValueWhateverTheOrderAndTheSpelling() {
        Arguments one = Arguments.parse("{\"a\":1,\"b\":[1.50]}");

        assertThat(one)
                .isEqualTo(Arguments.parse("{\"b\":[1.5],\"a\":1.0}"))
                .hasSameHashCodeAs(Arguments.parse("{\"b\":[1.5],\"a\":1.0}"));
        assertThat(one).isNotEqualTo(Arguments.parse("{\"a\":1,\"b\":[1.51]}"));
        assertThat(one).isNotEqualTo(Arguments.parse("{\"a\":1,\"b\":[1.5],\"c\":null}"));
    }

    @Test
    void jsonComesBackAsItWentIn() {
        assertThat(Arguments.parse(ALL.toJson())).isEqualTo(ALL);
        assertThat(Arguments.NONE.toJson()).isEqualTo("{}");
        assertThatThrownBy(() -> Arguments.parse("[]")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("I17")
    void namesAreToldAndValuesAreNot() {
        assertThat(ALL.toString()).contains("text").doesNotContain("secret");
    }
}
