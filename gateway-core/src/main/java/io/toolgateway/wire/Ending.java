package io.toolgateway.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a turn ended.
 *
 * @param kind what it means for the turn's calls
 * @param detail the provider's word, for a log
 */
record Ending(Kind kind, String detail) {

    private static final int MAX_DETAIL = 64;

    /** What an ending means for the turn's calls. */
    enum Kind {
        /** All that was closed is complete. */
        NORMAL,
        /** The last call may have been cut short. */
        LENGTH,
        /** As {@link #LENGTH}, by a word we do not know. */
        UNKNOWN,
        /** The provider takes the turn back: none of its calls may run. */
        FAILED
    }

    static Ending of(@Nullable String word, Map<String, Kind> known) {
        if (word == null) {
            return new Ending(Kind.UNKNOWN, "the provider did not say how the turn ended");
        }
        String shown = word.substring(0, Math.min(MAX_DETAIL, word.length())).replaceAll("[^ -~]", "?");
        return new Ending(known.getOrDefault(word, Kind.UNKNOWN), "the turn ended with '" + shown + "'");
    }

    static Ending failed(String detail) {
        return new Ending(Kind.FAILED, detail);
    }
}
