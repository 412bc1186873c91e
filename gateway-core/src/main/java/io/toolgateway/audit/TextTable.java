package io.toolgateway.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table for a console: columns of one width each, separated by bars. What stands in a cell cannot break out of it.
 *
 * <p>Threads: confined to one thread.
 *
 * @since 0.1
 */
public final class TextTable {

    private static final int WIDEST = 60;

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param columns the headings
     */
    public TextTable(String... columns) {
        row((Object[]) columns);
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are headings; texts beyond 60 characters are cut, whole numbers get separators
     * @return this
     */
    public TextTable row(Object... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            row.add(cell instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : text(cell.toString()));
        }
        rows.add(row);
        return this;
    }

    private static String text(String cell) {
        String shown = Printable.of(cell).replace('|', '/');
        return shown.length() <= WIDEST ? shown : shown.substring(0, WIDEST - 3) + "...";
    }

    /**
     * A share as percent. Only all are 100.0% and only none are 0.0%; what rounds there is shown as the next tenth.
     *
     * @param part how many of them
     * @param whole how many there are
     * @return such as {@code 99.8%}; {@code -} if there are none at all
     */
    public static String percent(long part, long whole) {
        if (whole == 0) {
            return "-";
        }
        long tenths = Math.round(1000.0 * part / whole);
        if (part > 0 && part < whole) {
            tenths = Math.min(999, Math.max(1, tenths));
        }
        return String.format(Locale.ROOT, "%d.%d%%", tenths / 10, tenths % 10);
    }

    /** {@return the table, a line for the headings, one of dashes and one for each row, each ended by a line feed} */
    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int index = column;
            widths.add(
                    rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            out.append(line(rows.get(i), widths)).append('\n');
            if (i == 0) {
                out.append(widths.stream().map("-"::repeat).collect(Collectors.joining("-|-")))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(i == 0 ? "" : " | ").append(cell).append(" ".repeat(widths.get(i) - cell.length()));
        }
        return line.toString().stripTrailing();
    }
}
