package io.toolgateway.review;

/**
 * What a person should know of a text before trusting their eyes.
 *
 * @since 0.1
 */
public enum TextFlag {
    /** Only its beginning and end are shown; its length and hash are. */
    CUT("cut", "cut"),
    /** It has characters that cannot be seen; each is shown by its number. */
    INVISIBLE_CHARACTERS("invisible_characters", "invisible characters"),
    /** It has control characters; each is shown by its number. */
    CONTROL_CHARACTERS("control_characters", "control characters"),
    /** It has characters that turn the reading direction; each is shown by its number, and turns nothing. */
    DIRECTION_CHANGE("direction_change", "direction change"),
    /** It has letters that are read from right to left, so that what stands beside them may be shown in another order. */
    RIGHT_TO_LEFT("right_to_left", "right-to-left letters"),
    /** It has more marks on one letter than any language; the rest is counted. */
    COMBINING_FLOOD("combining_flood", "flood of combining marks"),
    /** A word of it has letters or digits of scripts that no language mixes. */
    MIXED_SCRIPTS("mixed_scripts", "mixed scripts"),
    /** A word of it is made of letters or digits that look like ASCII ones and are others. */
    LOOKALIKES("lookalikes", "look-alike letters");

    private final String text;
    private final String words;

    TextFlag(String text, String words) {
        this.text = text;
        this.words = words;
    }

    /** {@return the stable text for JSON} */
    public String text() {
        return text;
    }

    /** {@return the same in words for people} */
    public String words() {
        return words;
    }
}
