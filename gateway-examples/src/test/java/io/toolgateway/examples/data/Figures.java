package io.toolgateway.examples.data;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** What the runs over recorded material came to: one row a set, printed as one table when the last test is done. */
public final class Figures implements LauncherSessionListener {

    private static final Map<String, String> ROWS = new ConcurrentSkipListMap<>();

    /** Adds a row; several rows of one set are joined in the order they came. */
    static void row(String set, String figures) {
        ROWS.merge(set, figures, (before, after) -> before + "\n" + after);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (ROWS.isEmpty()) {
            return;
        }
        int width = ROWS.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder table = new StringBuilder("\nRECORDED MATERIAL\n");
        ROWS.forEach((set, figures) -> {
            String label = set;
            for (String line : figures.split("\n")) {
                table.append(String.format("  %-" + width + "s  %s%n", label, line));
                label = "";
            }
        });
        System.out.print(table);
        System.out.flush();
    }
}
