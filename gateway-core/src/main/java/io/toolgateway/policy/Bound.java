package io.toolgateway.policy;

import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StandingPermission} says of one argument.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public sealed interface Bound {

    /**
     * Whether a call may have this value.
     *
     * @param value the argument's JSON value, or null where it is null or not there
     * @return true if so
     */
    boolean admits(@Nullable Object value);

    /**
     * One of some values, and no other.
     *
     * @param values JSON values, at least one; equal as JSON, so that 5 is 5.0
     */
    record OneOf(List<Object> values) implements Bound {

        private static final int MOST = 1_000;

        /** Copies the values; refuses what is no JSON. */
        public OneOf {
            if (values.isEmpty() || values.size() > MOST) {
                throw new IllegalArgumentException("name 1 to " + MOST + " values");
            }
            values = values.stream().map(OneOf::json).toList();
        }

        private static Object json(Object value) {
            Object json = Json.of(value);
            if (json == null) {
                throw new IllegalArgumentException("null is no value");
            }
            return json;
        }

        @Override
        public boolean admits(@Nullable Object value) {
            return value != null
                    && values.stream().anyMatch(one -> Json.canonical(one).equals(Json.canonical(value)));
        }

        /** Without the values. */
        @Override
        public String toString() {
            return "OneOf[" + values.size() + "]";
        }
    }

    /**
     * A number from zero to a most.
     *
     * @param most zero or more
     */
    record UpTo(BigDecimal most) implements Bound {

        /** Refuses a most below zero. */
        public UpTo {
            Storable.required(most, "most");
            if (most.signum() < 0) {
                throw new IllegalArgumentException("the most is zero or more");
            }
        }

        @Override
        public boolean admits(@Nullable Object value) {
            if (!(value instanceof Number number)) {
                return false;
            }
            BigDecimal exact = Json.decimal(number);
            return exact.signum() >= 0 && exact.compareTo(most) <= 0;
        }

        /** Without the number. */
        @Override
        public String toString() {
            return "UpTo";
        }
    }

    /** Null, or not there. */
    record Nothing() implements Bound {

        @Override
        public boolean admits(@Nullable Object value) {
            return value == null;
        }
    }

    /** Whatever it is, or nothing. */
    record Anything() implements Bound {

        @Override
        public boolean admits(@Nullable Object value) {
            return true;
        }
    }
}
