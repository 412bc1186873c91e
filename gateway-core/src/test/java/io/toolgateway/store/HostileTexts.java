package io.toolgateway.store;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Texts that are meant to break something. */
final class HostileTexts {

    /** What every store holds as it is. */
    static final List<String> STORABLE = List.of(
            "'; DROP TABLE tool_gateway.tool_call_proposals; DELETE FROM tool_gateway.tool_call_events; --",
            "' OR '1'='1",
            "1 OR 1=1",
            "\"; TRUNCATE tool_call_votes CASCADE; /*",
            "%",
            "_",
            "p%k_",
            "\\",
            "\\'; --",
            "E'\\x00'",
            "\\u0000",
            "\\000",
            "$$; SELECT pg_sleep(1); $$",
            "$1 $2 :name :: {0} %s ${schema} ${content}",
            "? ?? ?| ?& @> <@",
            "{\"a\":{\"$ne\":null}}",
            "[null]",
            "null",
            "NaN",
            "Infinity",
            "-1e400",
            "\uFFFE\uFFFF",
            "\uDBFF\uDFFF",
            "\u0001\u001F\u007F\u0085",
            "\uFEFF\u202E\u2066\u200B",
            "e\u0301\u0300\u0301",
            "\uFFFD",
            "x\r\nDROP TABLE users\r\n");

    private HostileTexts() {}

    /** What no store can hold, how that is told, and what is left of it where words are mended. */
    static Stream<Arguments> unstorable() {
        String half = "half of a surrogate pair";
        return Stream.of(
                Arguments.of("a\u0000b", "U+0000 at character 2", "a\uFFFDb"),
                Arguments.of("\u0000\u0000", "U+0000 at character 1", "\uFFFD\uFFFD"),
                Arguments.of("abc\uD800", half + " at character 4", "abc\uFFFD"),
                Arguments.of("a\uD800b", half + " at character 2", "a\uFFFDb"),
                Arguments.of("a\uDC00b", half + " at character 2", "a\uFFFDb"),
                Arguments.of("\uDC00\uD800", half + " at character 1", "\uFFFD\uFFFD"),
                Arguments.of("\uD83D\uDE00\uDE00", half + " at character 3", "\uD83D\uDE00\uFFFD"));
    }
}
