package io.toolgateway.schema;

/**
 * One way in which a value does not fit its schema.
 *
 * <p>The message says what was expected, in words a model can act on, and is built from the schema alone: it never holds
 * the value or a name that the caller sent. Names that the caller sent stand in the pointer only.
 *
 * @param pointer the JSON Pointer of the place in the value; empty for the whole value
 * @param keyword the keyword of JSON Schema that failed; {@code limit} if the value is too costly to check
 * @param schemaPointer the JSON Pointer of the failing schema inside the tool's schema
 * @param message what was expected there
 * @since 0.1
 */
public record Violation(String pointer, String keyword, String schemaPointer, String message) {}
