package io.toolgateway.policy;

import io.toolgateway.tool.Arguments;
import java.math.BigDecimal;
import java.util.List;

/**
 * A condition with a second reading that shares nothing with the first: an answer is 0 for no, 1 for yes and a half where it
 * cannot be known; both is the smaller one, either the greater, the opposite what is missing to 1.
 */
sealed interface Question {

    /** As the policy sees it. */
    Condition condition();

    /** As the reference sees it. */
    double answer(Arguments arguments);

    /** Both of two. */
    record Both(Question left, Question right) implements Question {
        @Override
        public Condition condition() {
            return left.condition().and(right.condition());
        }

        @Override
        public double answer(Arguments arguments) {
            return Math.min(left.answer(arguments), right.answer(arguments));
        }
    }

    /** Either of two, or both. */
    record Either(Question left, Question right) implements Question {
        @Override
        public Condition condition() {
            return left.condition().or(right.condition());
        }

        @Override
        public double answer(Arguments arguments) {
            return Math.max(left.answer(arguments), right.answer(arguments));
        }
    }

    /** The opposite. */
    record Opposite(Question of) implements Question {
        @Override
        public Condition condition() {
            return of.condition().not();
        }

        @Override
        public double answer(Arguments arguments) {
            return 1 - of.answer(arguments);
        }
    }

    /** A boolean that is true. */
    record Flag(String name) implements Question {
        @Override
        public Condition condition() {
            return Condition.argument(name).isTrue();
        }

        @Override
        public double answer(Arguments arguments) {
            String json = arguments.with("only", arguments.value(name)).toJson();
            return json.endsWith("\"only\":true}") ? 1 : json.endsWith("\"only\":false}") ? 0 : 0.5;
        }
    }

    /** A text. */
    record Text(String name, String text) implements Question {
        @Override
        public Condition condition() {
            return Condition.argument(name).isOneOf(text);
        }

        @Override
        public double answer(Arguments arguments) {
            Object value = arguments.asMap().get(name);
            return value == null || value.getClass() != String.class ? 0.5 : value.equals(text) ? 1 : 0;
        }
    }

    /** A number against a bound. */
    record Compared(String name, String operator, String bound) implements Question {

        static final List<String> OPERATORS = List.of("<", "<=", ">", ">=");

        @Override
        public Condition condition() {
            ArgumentCondition argument = Condition.argument(name);
            return switch (operator) {
                case "<" -> argument.lessThan(bound);
                case "<=" -> argument.atMost(bound);
                case ">" -> argument.greaterThan(bound);
                default -> argument.atLeast(bound);
            };
        }

        @Override
        public double answer(Arguments arguments) {
            Object value = arguments.asMap().get(name);
            if (!(value instanceof Number)) {
                return 0.5;
            }
            int sign = new BigDecimal(value.toString())
                    .subtract(new BigDecimal(bound))
                    .signum();
            boolean holds = switch (operator) {
                case "<" -> sign == -1;
                case "<=" -> sign != 1;
                case ">" -> sign == 1;
                default -> sign != -1;
            };
            return holds ? 1 : 0;
        }
    }
}
