package io.toolgateway.review;

/**
 * Something that the model's summary says and the arguments do not.
 *
 * @param kind what it looks like
 * @param token the words; what is hidden in them is made visible
 * @param start where they begin in the summary's shown text, in UTF-16 units
 * @param end where they end there, exclusive
 * @since 0.1
 */
public record SummaryWarning(Kind kind, String token, int start, int end) {

    /** What a warning is about. */
    public enum Kind {
        /** A number that is no value of the arguments. */
        NUMBER("number", "is no number of the arguments"),
        /** A date or time that is none of the arguments. */
        DATE("date", "is no date of the arguments"),
        /** An id, address or code that is none of the arguments. */
        ID("id", "is no id of the arguments"),
        /** A name in the place of one that the arguments have and the summary does not. */
        NAME("name", "is no name of the arguments"),
        /** A yes where the arguments say no, or the other way round. */
        NEGATION("negation", "says the opposite of the arguments");

        private final String text;
        private final String words;

        Kind(String text, String words) {
            this.text = text;
            this.words = words;
        }

        /** {@return the stable text for JSON} */
        public String text() {
            return text;
        }

        /** {@return the same in words for people, to follow the token} */
        public String words() {
            return words;
        }

        /** {@return true of what is compared value by value, and so is seldom wrong; names and negations are guessed at} */
        public boolean isExact() {
            return this == NUMBER || this == DATE || this == ID;
        }
    }

    /** The place only: summaries may be private. */
    @Override
    public String toString() {
        return "SummaryWarning[" + kind.text() + " " + start + "-" + end + "]";
    }
}
