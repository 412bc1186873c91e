package io.toolgateway.schema;

import java.util.List;
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

    CompiledSchema(Object schema, SchemaDocument document, SchemaEngine engine) {
        this.schema = schema;
        this.checker = engine.checker(document, document.root());
    }

    /**
     * Finds everything in a value that does not fit.
     *
     * @param value a JSON value, see {@link io.toolgateway.json.Json}
     * @return up to 20 violations; empty if and only if the value fits
     * @throws IllegalArgumentException if something in it is no JSON value; never for a JSON value
     */
    public List<Violation> check(@Nullable Object value) {
        return checker.check(value);
    }

    /**
     * Whether a value fits, which is faster to know than why not.
     *
     * @param value a JSON value
     * @return whether {@link #check} would find nothing
     * @throws IllegalArgumentException if something in it is no JSON value; never for a JSON value
     */
    public boolean accepts(@Nullable Object value) {
        return checker.accepts(value);
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
