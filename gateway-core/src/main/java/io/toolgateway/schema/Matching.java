package io.toolgateway.schema;

import java.util.Set;

/** Refuses patterns that cannot be matched in linear time and formats that nothing would enforce. */
final class Matching {

    private static final Set<String> SECOND_ENGINE_FORMATS = Set.of(
            "date",
            "date-time",
            "duration",
            "email",
            "hostname",
            "idn-email",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "regex",
            "relative-json-pointer",
            "time",
            "uri",
            "uri-reference",
            "uri-template",
            "uuid");

    private Matching() {}

    static void check(SchemaDocument document, SchemaEngine engine) {
        for (SchemaNode node : document.byPointer().values()) {
            if (engine.linearPatterns()) {
                if (node.get("pattern") instanceof String pattern) {
                    pattern(node, "pattern", pattern);
                }
                node.named("patternProperties")
                        .keySet()
                        .forEach(pattern -> pattern(node, "patternProperties", pattern));
            }
            if (engine.formatsEnforced() && node.get("format") instanceof String format) {
                format(node, format, engine);
            }
        }
    }

    private static void pattern(SchemaNode node, String keyword, String expression) {
        try {
            EcmaPattern.compile(expression);
        } catch (IllegalArgumentException e) {
            throw new SchemaRefusedException(
                    node.pointer,
                    keyword,
                    "this pattern cannot be matched in linear time: " + e.getMessage()
                            + "; SchemaEngine.networkntWithUnboundedJavaRegex() would take it");
        }
    }

    private static void format(SchemaNode node, String format, SchemaEngine engine) {
        Set<String> known =
                engine.second() ? SECOND_ENGINE_FORMATS : Formats.known().keySet();
        if (known.contains(format)) {
            return;
        }
        boolean elsewhere = !engine.second() && SECOND_ENGINE_FORMATS.contains(format);
        throw new SchemaRefusedException(
                node.pointer,
                "format",
                "the format '" + format
                        + "' is not enforced; say what it means with pattern, or take formats for remarks"
                        + " with SchemaEngine.formatsAsAnnotations()" + (elsewhere ? "; " + SchemaEngine.SECOND : ""));
    }
}
