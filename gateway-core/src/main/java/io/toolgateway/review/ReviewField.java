package io.toolgateway.review;

import org.jspecify.annotations.Nullable;

/**
 * One value in readable form: of the arguments, or of the facts that the call was proposed on.
 *
 * @param pointer its place as a JSON Pointer; what is hidden in it is made visible
 * @param label the schema's title, else the name as words; of a nested value with those above it; what is hidden in it is made visible
 * @param name the name as it is, and what to beware of in it
 * @param kind what kind of value it is
 * @param value the value in readable form
 * @param exact the value as JSON writes it, where the readable form is another; else null
 * @param origin where it came from, or null where that is not known
 * @since 0.1
 */
public record ReviewField(
        String pointer,
        String label,
        ShownText name,
        FieldKind kind,
        ShownText value,
        @Nullable String exact,
        @Nullable ValueOrigin origin) {

    /** The place only: values may be private. */
    @Override
    public String toString() {
        return "ReviewField[" + pointer + " " + kind.text() + "]";
    }
}
