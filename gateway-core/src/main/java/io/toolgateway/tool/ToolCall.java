package io.toolgateway.tool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tool call as the model sent it: a proposal, untrusted in every part.
 *
 * <p>Shape: the id is the provider's and may be missing or reused. The name may be anything. The arguments are the JSON
 * text as received, or null where the provider sent none; they are parsed strictly later and never repaired. The summary is
 * what the model wrote about the call in plain language, shown to people as the model's words.
 *
 * <p>Threads: immutable.
 *
 * @param id the provider's id of the call, or null
 * @param name the tool's name as sent
 * @param arguments the arguments' JSON text as received, or null if none came
 * @param summary the model's plain-language summary, or null
 * @param raw the whole call as received, for the record, or null if it is no more than the above
 * @since 0.1
 */
public record ToolCall(
        @Nullable String id,
        String name,
        @Nullable String arguments,
        @Nullable String summary,
        @Nullable String raw) {

    /** Refuses a missing name. */
    public ToolCall {
        Objects.requireNonNull(name, "name");
    }

    /**
     * A call without the provider's id, as a test or a console makes it.
     *
     * @param name the tool's name
     * @param arguments JSON text
     * @return the call
     */
    public static ToolCall of(String name, String arguments) {
        return new ToolCall(null, name, arguments, null, null);
    }

    /**
     * A call with the provider's id.
     *
     * @param id the provider's id
     * @param name the tool's name
     * @param arguments JSON text, or null if none came
     * @return the call
     */
    public static ToolCall of(String id, String name, @Nullable String arguments) {
        return new ToolCall(id, name, arguments, null, null);
    }

    /**
     * This call with the model's own words about it.
     *
     * @param summary plain language, untrusted
     * @return a copy
     */
    public ToolCall withSummary(String summary) {
        return new ToolCall(id, name, arguments, summary, raw);
    }

    /** Names and sizes only: arguments may hold secrets. */
    @Override
    public String toString() {
        return "ToolCall[" + id + " " + name + ", " + (arguments == null ? 0 : arguments.length())
                + " characters of arguments]";
    }
}
