package io.toolgateway.review;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text as it can be shown: nothing in it is invisible, turns the reading direction or ends the line.
 *
 * <p>Shape: a hidden character stands as its number, {@code ⟦U+202E⟧}; a line feed as {@code ↵}; what is left out is said in the
 * same brackets, {@code ⟦... 4750 characters left out ...⟧}. A bracket {@code ⟦} or an arrow {@code ↵} of the text itself stands
 * as its number, so whatever stands in these brackets was written by code. One line. It is <em>not</em> escaped for HTML, Slack or
 * any other context: see {@link Encode}.
 *
 * @param text the text to be shown
 * @param flags what to beware of, of the whole text, also of what is left out; unmodifiable
 * @param length how many characters (code points) the whole text has
 * @param sha256 64 lower-case hex digits over the whole text in UTF-8, if it was cut; else null
 * @since 0.1
 */
public record ShownText(
        String text,
        Set<TextFlag> flags,
        int length,
        @Nullable String sha256) {

    /** Copies the flags. */
    public ShownText {
        Set<TextFlag> copy = EnumSet.noneOf(TextFlag.class);
        copy.addAll(flags);
        flags = Collections.unmodifiableSet(copy);
    }

    /** {@return true if only its beginning and end are shown} */
    public boolean isCut() {
        return sha256 != null;
    }

    /** Size only: texts may be private. */
    @Override
    public String toString() {
        return "ShownText[" + length + " characters" + (flags.isEmpty() ? "" : " " + flags) + "]";
    }
}
