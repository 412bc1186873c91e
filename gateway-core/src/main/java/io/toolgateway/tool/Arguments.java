package io.toolgateway.tool;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call: one JSON object, deeply immutable.
 *
 * <p>Shape: values are as {@link Json} describes them. The typed readers throw {@link ArgumentException} where an argument
 * is absent, null or of another type; {@link #has} tells first.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Arguments {

    /** The empty object. */
    public static final Arguments NONE = new Arguments(Map.of());

    private final Map<String, @Nullable Object> members;
    private final @Nullable Set<String> asked;

    private Arguments(Map<String, @Nullable Object> members) {
        this(members, null);
    }

    private Arguments(Map<String, @Nullable Object> members, @Nullable Set<String> asked) {
        this.members = members;
        this.asked = asked;
    }

    /** The same, but the names of those that are asked for are noted; of all of them, where they are looked at together. */
    Arguments noting(Set<String> asked) {
        return new Arguments(members, asked);
    }

    private @Nullable Object get(String name) {
        if (asked != null) {
            asked.add(name);
        }
        return members.get(name);
    }

    private Map<String, @Nullable Object> all() {
        if (asked != null) {
            asked.addAll(members.keySet());
        }
        return members;
    }

    /**
     * Arguments over a JSON object that nobody changes any more, as {@link Json#parse(String)} and {@link Json#of} give it.
     *
     * @param object the object's members
     * @return the arguments
     */
    public static Arguments of(Map<String, @Nullable Object> object) {
        return new Arguments(Objects.requireNonNull(object, "object"));
    }

    /**
     * Arguments out of JSON text that the program itself brings.
     *
     * @param json the text of an object
     * @return the arguments
     * @throws IllegalArgumentException if the text is no JSON object
     */
    public static Arguments parse(String json) {
        return new Arguments(Json.parseObject(json));
    }

    /**
     * Whether an argument is there and not null.
     *
     * @param name the argument's name
     * @return true if it has a value
     */
    public boolean has(String name) {
        return get(name) != null;
    }

    /**
     * The value of an argument as it is.
     *
     * @param name the argument's name
     * @return the JSON value, or null if absent or null
     */
    public @Nullable Object value(String name) {
        return get(name);
    }

    /**
     * A text argument.
     *
     * @param name the argument's name
     * @return the text
     * @throws ArgumentException if it is not a text
     */
    public String text(String name) {
        if (get(name) instanceof String text) {
            return text;
        }
        throw new ArgumentException(name, "a text");
    }

    /**
     * A number, exactly.
     *
     * @param name the argument's name
     * @return the number
     * @throws ArgumentException if it is not a number
     */
    public BigDecimal decimal(String name) {
        if (get(name) instanceof Number number) {
            return Json.decimal(number);
        }
        throw new ArgumentException(name, "a number");
    }

    /**
     * A whole number that fits a long.
     *
     * @param name the argument's name
     * @return the number
     * @throws ArgumentException if it is not a whole number or does not fit
     */
    public long integer(String name) {
        if (get(name) instanceof Long number) {
            return number;
        }
        throw new ArgumentException(name, "a whole number below 2^63");
    }

    /**
     * A boolean argument.
     *
     * @param name the argument's name
     * @return its value
     * @throws ArgumentException if it is not a boolean
     */
    public boolean flag(String name) {
        if (get(name) instanceof Boolean flag) {
            return flag;
        }
        throw new ArgumentException(name, "true or false");
    }

    /**
     * An object argument.
     *
     * @param name the argument's name
     * @return its members, unmodifiable
     * @throws ArgumentException if it is not an object
     */
    public Arguments object(String name) {
        if (get(name) instanceof Map<?, ?> object) {
            return new Arguments(Json.asObject(object));
        }
        throw new ArgumentException(name, "an object");
    }

    /**
     * An array argument.
     *
     * @param name the argument's name
     * @return its items, unmodifiable
     * @throws ArgumentException if it is not an array
     */
    public List<@Nullable Object> list(String name) {
        if (get(name) instanceof List<?> list) {
            return Json.asArray(list);
        }
        throw new ArgumentException(name, "an array");
    }

    /**
     * These arguments with one of them set.
     *
     * @param name the argument's name
     * @param value anything {@link Json#of} takes
     * @return a copy
     */
    public Arguments with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(all());
        copy.put(name, Json.of(value));
        return new Arguments(Collections.unmodifiableMap(copy));
    }

    /**
     * These arguments without one of them.
     *
     * @param name the argument's name
     * @return a copy, or the same if there was none
     */
    public Arguments without(String name) {
        if (!all().containsKey(name)) {
            return this;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(all());
        copy.remove(name);
        return new Arguments(Collections.unmodifiableMap(copy));
    }

    /** {@return the members in their order, unmodifiable} */
    public Map<String, @Nullable Object> asMap() {
        return all();
    }

    /** {@return the arguments as compact JSON text} */
    public String toJson() {
        return Json.write(all());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Arguments that
                && (all().equals(that.all()) || Json.canonical(members).equals(Json.canonical(that.members)));
    }

    @Override
    public int hashCode() {
        return all().keySet().hashCode();
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return "Arguments" + all().keySet();
    }
}
