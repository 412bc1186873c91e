package io.toolgateway.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The keywords of texts on the fast path. */
final class FastTexts {

    /** Longer texts go to the engine, which counts the steps of a pattern. */
    private static final int LONGEST_MATCHED = 1_000;

    private FastTexts() {}

    static List<FastPath.Accept> of(SchemaNode node, boolean formatsEnforced) {
        List<Predicate<String>> tests = new ArrayList<>();
        int least = FastPath.bound(node, "minLength", 0);
        int most = FastPath.bound(node, "maxLength", Integer.MAX_VALUE);
        if (node.has("minLength") || node.has("maxLength")) {
            tests.add(text -> {
                int length = text.codePointCount(0, text.length());
                return length >= least && length <= most;
            });
        }
        if (node.get("pattern") instanceof String pattern) {
            Predicate<String> matches = matcher(pattern);
            tests.add(text -> text.length() <= LONGEST_MATCHED && matches.test(text));
        }
        Predicate<String> format = formatsEnforced && node.get("format") instanceof String name
                ? Formats.known().get(name)
                : null;
        if (format != null) {
            tests.add(format);
        }
        return tests.stream()
                .<FastPath.Accept>map(test -> value -> !(value instanceof String text) || test.test(text))
                .toList();
    }

    private static Predicate<String> matcher(String pattern) {
        java.util.regex.Pattern simple = SimplePattern.compile(pattern);
        if (simple != null) {
            return text -> simple.matcher(text).matches();
        }
        EcmaPattern linear = EcmaPattern.compile(pattern);
        return linear::matches;
    }
}
