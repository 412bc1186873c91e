package io.toolgateway.examples.portal.model;

import java.util.List;

/**
 * Whoever answers in the chat.
 *
 * <p>Threads: must be safe for concurrent use.
 *
 * @since 0.1
 */
public interface Model {

    /** {@return its name, as the page shows it} */
    String name();

    /** {@return where its answers come from, in a sentence for the page} */
    String origin();

    /** {@return whose form its conversations and responses have} */
    Provider provider();

    /**
     * Lets it speak.
     *
     * @param briefing whom it talks to
     * @param messages the conversation, JSON objects in the provider's form
     * @param tools the tools, a JSON array in the provider's form
     * @return its answer, within a minute or so
     */
    Answer answer(Briefing briefing, List<String> messages, String tools);
}
