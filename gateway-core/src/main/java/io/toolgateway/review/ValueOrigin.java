package io.toolgateway.review;

/**
 * Where a value came from.
 *
 * @param kind who brought it
 * @param step the number, from 1, of the step whose result it is; 0 if it is none's or of a call that is no step
 * @since 0.1
 */
public record ValueOrigin(Kind kind, int step) {

    /** Who brings values. */
    public enum Kind {
        /** The model sent it, as it is. */
        MODEL("model"),
        /** The model left it out, and the schema has a default. */
        SCHEMA_DEFAULT("schema_default"),
        /** The tool completed it in the place of what the model sent or left out. */
        TOOL("tool"),
        /** A reviewer wrote it in the place of what the model sent. */
        REVIEWER("reviewer"),
        /** The gateway makes it. */
        GATEWAY("gateway"),
        /** An earlier call returns it. */
        RESULT("result");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@return the stable text for JSON} */
        public String text() {
            return text;
        }
    }

    static final ValueOrigin MODEL = new ValueOrigin(Kind.MODEL, 0);

    static ValueOrigin of(Kind kind) {
        return new ValueOrigin(kind, 0);
    }

    /** {@return the same in words for people} */
    public String words() {
        return switch (kind) {
            case MODEL -> "from the model";
            case SCHEMA_DEFAULT -> "default";
            case TOOL -> "filled in by the tool";
            case REVIEWER -> "edited by a reviewer";
            case GATEWAY -> "made by the gateway";
            case RESULT -> step == 0 ? "result of an earlier call" : "result of step " + step;
        };
    }
}
