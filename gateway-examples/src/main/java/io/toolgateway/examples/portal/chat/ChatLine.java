package io.toolgateway.examples.portal.chat;

import java.time.Instant;
import java.util.List;

/**
 * One thing in a chat, as the page shows it.
 *
 * @param number from 1, without gaps
 * @param at when
 * @param from who said it
 * @param text what, plain text of whoever said it; empty where only calls are shown
 * @param calls what was made of calls, in the gateway's words
 * @since 0.1
 */
public record ChatLine(int number, Instant at, From from, String text, List<CallLine> calls) {

    /** Who speaks. */
    public enum From {
        /** The person who has signed in. */
        USER,
        /** The model. */
        ASSISTANT,
        /** The gateway, about a call that the model was told of before. */
        GATEWAY,
        /** The portal itself, where something did not work. */
        PORTAL
    }

    /** Copies the calls. */
    public ChatLine {
        calls = List.copyOf(calls);
    }

    /** Without what was said. */
    @Override
    public String toString() {
        return "ChatLine[" + number + " " + from + "]";
    }
}
