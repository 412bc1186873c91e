package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The keywords of numbers on the fast path, exact for numbers of any kind. */
final class FastNumbers {

    private FastNumbers() {}

    static List<FastPath.Accept> of(SchemaNode node) {
        List<Predicate<Number>> tests = new ArrayList<>();
        compared(node, "minimum", tests, order -> order >= 0);
        compared(node, "maximum", tests, order -> order <= 0);
        compared(node, "exclusiveMinimum", tests, order -> order > 0);
        compared(node, "exclusiveMaximum", tests, order -> order < 0);
        if (node.get("multipleOf") instanceof Number factor) {
            BigDecimal exact = Json.decimal(factor);
            tests.add(number -> isMultiple(number, factor, exact));
        }
        return tests.stream()
                .<FastPath.Accept>map(test -> value -> !(value instanceof Number number) || test.test(number))
                .toList();
    }

    private static void compared(SchemaNode node, String keyword, List<Predicate<Number>> tests, IntPredicate wanted) {
        if (!(node.get(keyword) instanceof Number bound)) {
            return;
        }
        BigDecimal exact = Json.decimal(bound);
        tests.add(number -> wanted.test(
                number instanceof Long a && bound instanceof Long b
                        ? Long.compare(a, b)
                        : Json.decimal(number).compareTo(exact)));
    }

    private static boolean isMultiple(Number number, Number factor, BigDecimal exact) {
        if (number instanceof Long a && factor instanceof Long b) {
            return a % b == 0;
        }
        return Json.decimal(number).remainder(exact).signum() == 0;
    }
}
