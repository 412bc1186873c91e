package io.toolgateway.examples.portal;

import io.toolgateway.caller.Caller;
import java.util.List;

/**
 * Somebody whom a visitor may play.
 *
 * @param key by which the sign-in page names them
 * @param caller who they are; their roles are asked of the directory at every request
 * @param name how they are called
 * @param title what they are, in words
 * @param company whom they belong to
 * @param may what they can do here, in a sentence
 * @param suggestions what they could say to the assistant
 * @since 0.1
 */
public record Person(
        String key, Caller caller, String name, String title, String company, String may, List<String> suggestions) {

    /** Copies the suggestions. */
    public Person {
        suggestions = List.copyOf(suggestions);
    }
}
