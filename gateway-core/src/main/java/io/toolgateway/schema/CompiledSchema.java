package io.toolgateway.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schema that values are checked against.
 *
 * <p>Threads: immutable, safe for concurrent use, never blocks. Cost: bounded, see {@link SchemaEngine}.
 *
 * @since 0.1
 */
public final class CompiledSchema {

    private final Object schema;
    private final Checker checker;
    private final ArrayCap cap;
    private final Defaults defaults;
    private final List<String> sensitive;
    private final SchemaNode root;
    private final @Nullable FastPath fast;

    CompiledSchema(Object schema, SchemaDocument document, SchemaEngine engine) {
        this.schema = schema;
        this.checker = engine.checker(document, document.root());
        this.cap = new ArrayCap(document);
        this.defaults = engine.defaultsApplied() ? Defaults.of(document) : Defaults.none(document);
        this.defaults.check(document, engine);
        this.sensitive = sensitive(document);
        this.root = document.root();
        this.fast = engine.second() ? null : FastPath.of(document, engine.formatsEnforced());
    }

    private static List<String> sensitive(SchemaDocument document) {
        Places.Found found = Places.of(document, node -> Boolean.TRUE.equals(node.get("x-sensitive")));
        List<String> all = new ArrayList<>(found.places());
        // Where a schema begins again the places below are without number, so the whole of it counts.
        all.addAll(found.recursive());
        return all.stream().distinct().sorted().toList();
    }

    /**
     * Finds everything in a value that does not fit.
     *
     * @param value a JSON value, see {@link io.toolgateway.json.Json}
     * @return up to 20 violations, ordered by pointer, the same every time; empty if and only if the value fits
     * @throws IllegalArgumentException if something in it is no JSON value; never for a JSON value
     */
    public List<Violation> check(@Nullable Object value) {
        if (fast != null && fast.accepts(value)) {
            return List.of();
        }
        List<Violation> tooLong = cap.check(value);
        return tooLong.isEmpty() ? checker.check(value) : tooLong;
    }

    /**
     * Whether a value fits, which is faster to know than why not.
     *
     * @param value a JSON value
     * @return whether {@link #check} would find nothing
     * @throws IllegalArgumentException if something in it is no JSON value; never for a JSON value
     */
    public boolean accepts(@Nullable Object value) {
        return (fast != null && fast.accepts(value)) || (cap.check(value).isEmpty() && checker.accepts(value));
    }

    /**
     * Fills in the defaults that the schema declares for what a value leaves out.
     *
     * <p>Taken are defaults of members, also of nested objects and of objects in arrays, through {@code $ref} and
     * {@code allOf}; not those inside {@code anyOf}, {@code oneOf} or conditions, and not those of required members, which
     * a caller must send itself. The result is not checked.
     *
     * @param value a JSON value; it is never changed
     * @return the value itself if nothing was missing, else a copy
     */
    public @Nullable Object withDefaults(@Nullable Object value) {
        return defaults.fill(value);
    }

    /**
     * The places that the schema marks with {@code "x-sensitive": true}.
     *
     * <p>Shape: JSON Pointers into a value, with {@code *} for any index and for any name that is not declared, such as
     * {@code /card/number} or {@code /people/*}{@code /ssn}; sorted. A mark in any branch counts. Where a recursive schema
     * holds a mark, the place at which it begins again is listed as a whole. Marks in documents of
     * {@link SchemaEngine#knowingDocuments} are not seen.
     *
     * @return the pointers, unmodifiable
     */
    public List<String> sensitivePaths() {
        return sensitive;
    }

    /**
     * What the schema says for people, or by its format, of one place of a value: the first text that this keyword has in any of
     * the schemas that surely apply there, through {@code $ref} and {@code allOf}.
     *
     * @param place names of members and indexes of items, from the root; empty for the root
     * @param keyword such as {@code title} or {@code format}
     * @return the text; empty if nothing is said
     */
    public Optional<String> told(List<String> place, String keyword) {
        return Annotations.of(root, place, keyword);
    }

    /**
     * The schema as it was given.
     *
     * @return a JSON object, or a Boolean
     */
    public Object schema() {
        return schema;
    }
}
