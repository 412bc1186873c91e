package io.toolgateway.examples.supportdesk;

import java.util.ArrayList;
import java.util.List;

/** Who did what, line by line, for the console. */
final class Transcript {

    private static final int WHO = 30;
    private static final int WIDTH = 90;

    private final List<String> lines = new ArrayList<>();

    /** One act: the actor in the left column, the words wrapped in the right one. */
    void act(String who, String what) {
        String left = who;
        for (String line : wrapped(what)) {
            lines.add(("  " + pad(left) + " " + line).stripTrailing());
            left = "";
        }
    }

    private static String pad(String who) {
        return who + " ".repeat(Math.max(0, WHO - who.length()));
    }

    private static List<String> wrapped(String text) {
        List<String> wrapped = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + word.length() >= WIDTH) {
                wrapped.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        wrapped.add(line.toString());
        return wrapped;
    }

    /** {@return the lines so far} */
    List<String> lines() {
        return List.copyOf(lines);
    }
}
