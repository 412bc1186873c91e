package io.toolgateway.testkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A source file of the product with a mistake in it. */
final class EditedSource {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String BASE = "io/toolgateway/";

    private final String file;
    private String text;

    EditedSource(String file) {
        this.file = file;
        try {
            text = Files.readString(SOURCES.resolve(BASE + file + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String className() {
        return (BASE + file).replace('/', '.');
    }

    String text() {
        return text;
    }

    /** Puts something in the place of what stands there exactly once; line breaks and blanks do not count. */
    void replace(String from, String to) {
        String bare = bare(text);
        String wanted = bare(from);
        int at = bare.indexOf(wanted);
        if (at < 0 || bare.indexOf(wanted, at + 1) >= 0) {
            throw new IllegalStateException(
                    "in the source of " + file + " this does not stand exactly once any more, so the"
                            + " mistake in it has to be made in another way: " + from);
        }
        int start = original(at);
        int end = original(at + wanted.length() - 1) + 1;
        text = text.substring(0, start) + to + text.substring(end);
    }

    private static String bare(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** Where the n-th character that is not blank stands. */
    private int original(int count) {
        int seen = -1;
        for (int at = 0; at < text.length(); at++) {
            if (!Character.isWhitespace(text.charAt(at)) && ++seen == count) {
                return at;
            }
        }
        throw new AssertionError("no such character");
    }
}
