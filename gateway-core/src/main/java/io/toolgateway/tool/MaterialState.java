package io.toolgateway.tool;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.json.Storable;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a resource that a call was proposed on: as long as they are the same, nothing has changed materially.
 *
 * <p>Shape: at most 50 facts by name, a name of 1 to 100 letters, digits, blanks, dots, underscores or hyphens, values as
 * {@link Json} describes them, together at most 16 KiB as JSON text. Numbers are the same if they are equal, objects whatever
 * their order.
 *
 * <p>Names and values are kept with the proposal and shown to people; the model is told the names of what changed.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class MaterialState {

    private static final int MOST = 50;
    private static final int LARGEST = 16 * 1024;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_. -]{1,100}");

    private final Arguments facts;

    private MaterialState(Map<String, @Nullable Object> facts) {
        this.facts = Arguments.of(facts);
    }

    /**
     * The state that these facts make.
     *
     * @param facts values by name, anything {@link Json#of} takes
     * @return a copy
     * @throws MaterialStateException if they are not of this type's shape
     */
    public static MaterialState of(Map<String, ?> facts) {
        Object json = json(facts);
        if (!(json instanceof Map<?, ?> members)) {
            throw new MaterialStateException("is no object");
        }
        if (members.size() > MOST) {
            throw new MaterialStateException("has more than " + MOST + " facts");
        }
        Map<String, @Nullable Object> named = Json.asObject(members);
        if (!named.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new MaterialStateException(
                    "has a fact whose name is not 1 to 100 letters, digits, blanks, dots, underscores or hyphens");
        }
        if (Storable.isLarger(json, LARGEST)) {
            throw new MaterialStateException("has more than " + LARGEST + " bytes as JSON");
        }
        return new MaterialState(named);
    }

    private static @Nullable Object json(Map<String, ?> facts) {
        try {
            return Json.of(facts);
        } catch (IllegalArgumentException noJson) {
            throw new MaterialStateException("has " + noJson.getMessage());
        }
    }

    /**
     * The state of a stored text.
     *
     * @param text what {@link #text()} gave
     * @return the state, or null if the text is something else, such as an ETag
     */
    public static @Nullable MaterialState ofText(String text) {
        return Json.parse(text, JsonLimits.WIDEST) instanceof Parsed.Value parsed
                        && parsed.value() instanceof Map<?, ?> members
                ? new MaterialState(Json.asObject(members))
                : null;
    }

    /** {@return the canonical text: the same for the same facts} */
    public String text() {
        return Json.canonical(facts.asMap());
    }

    /** {@return the names of the facts} */
    public Set<String> names() {
        return facts.asMap().keySet();
    }

    /**
     * Whether a fact is there and not null.
     *
     * @param name its name
     * @return true if it has a value
     */
    public boolean has(String name) {
        return facts.has(name);
    }

    /**
     * A fact as it is.
     *
     * @param name its name
     * @return the JSON value, or null if absent or null
     */
    public @Nullable Object value(String name) {
        return facts.value(name);
    }

    /**
     * A fact that is a text.
     *
     * @param name its name
     * @return the text
     * @throws ArgumentException if it is not a text
     */
    public String text(String name) {
        return facts.text(name);
    }

    /**
     * A fact that is a number, exactly.
     *
     * @param name its name
     * @return the number
     * @throws ArgumentException if it is not a number
     */
    public BigDecimal decimal(String name) {
        return facts.decimal(name);
    }

    /**
     * A fact that is true or false.
     *
     * @param name its name
     * @return its value
     * @throws ArgumentException if it is not a boolean
     */
    public boolean flag(String name) {
        return facts.flag(name);
    }

    /**
     * What differs in another state of the same resource.
     *
     * @param other the other state
     * @return the names of facts that are not the same there, or only on one side; in their alphabetical order
     */
    public List<String> differencesTo(MaterialState other) {
        Set<String> all = new TreeSet<>(names());
        all.addAll(other.names());
        Set<String> different = new LinkedHashSet<>(all);
        different.removeIf(name -> fact(name).equals(other.fact(name)));
        return List.copyOf(different);
    }

    /** One fact as a text to compare; none is not the same as null. */
    private String fact(String name) {
        return facts.asMap().containsKey(name) ? Json.canonical(facts.value(name)) : "";
    }

    /** These facts without what must not be shown. */
    MaterialState without(Secrets secrets) {
        return secrets.isEmpty() || !(secrets.removedFromJson(facts.asMap()) instanceof Map<?, ?> rest)
                ? this
                : new MaterialState(Json.asObject(rest));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MaterialState that && facts.equals(that.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }

    /** Names only. */
    @Override
    public String toString() {
        return "MaterialState" + names();
    }
}
