package io.toolgateway.policy;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Questions about one argument. Each is unknown where the argument is absent, null or of another type than asked for.
 *
 * @since 0.1
 */
public final class ArgumentCondition {

    private final String name;

    ArgumentCondition(String name) {
        this.name = name;
    }

    /**
     * A number not above a bound.
     *
     * @param bound a decimal number, such as {@code "500"}
     * @return the condition
     */
    public Condition atMost(String bound) {
        BigDecimal exact = new BigDecimal(bound);
        return number(value -> value.compareTo(exact) <= 0);
    }

    /**
     * A number below a bound.
     *
     * @param bound a decimal number
     * @return the condition
     */
    public Condition lessThan(String bound) {
        BigDecimal exact = new BigDecimal(bound);
        return number(value -> value.compareTo(exact) < 0);
    }

    /**
     * A number not below a bound.
     *
     * @param bound a decimal number
     * @return the condition
     */
    public Condition atLeast(String bound) {
        BigDecimal exact = new BigDecimal(bound);
        return number(value -> value.compareTo(exact) >= 0);
    }

    /**
     * A number above a bound.
     *
     * @param bound a decimal number
     * @return the condition
     */
    public Condition greaterThan(String bound) {
        BigDecimal exact = new BigDecimal(bound);
        return number(value -> value.compareTo(exact) > 0);
    }

    /**
     * One of these texts, exactly.
     *
     * @param texts the texts
     * @return the condition
     */
    public Condition isOneOf(String... texts) {
        Set<String> any = Set.of(texts);
        return request ->
                request.arguments().value(name) instanceof String text ? Truth.of(any.contains(text)) : Truth.UNKNOWN;
    }

    /**
     * A boolean that is true.
     *
     * @return the condition
     */
    public Condition isTrue() {
        return request -> request.arguments().value(name) instanceof Boolean flag ? Truth.of(flag) : Truth.UNKNOWN;
    }

    private Condition number(Predicate<BigDecimal> holds) {
        return request -> request.arguments().value(name) instanceof Number number
                ? Truth.of(holds.test(Json.decimal(number)))
                : Truth.UNKNOWN;
    }
}
