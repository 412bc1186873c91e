package io.toolgateway.tool;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call would change, for whoever decides it: a row for each thing, as it is and as it would be. See
 * {@link ToolBuilder#previewedBy}.
 *
 * <p>Shape: 0 to 50 rows, in their order. Texts are data, never markup: they are shown escaped, and cut where they are long.
 *
 * <p>Threads: immutable.
 *
 * @param rows the rows
 * @since 0.1
 */
public record Preview(List<Row> rows) {

    private static final int MOST = 50;
    private static final Preview NONE = new Preview(List.of());

    /**
     * One thing that would change.
     *
     * @param label what it is, in words for people
     * @param before as it is: a text, a number, a boolean, or null where there is nothing
     * @param after as it would be: the same
     */
    public record Row(
            String label, @Nullable Object before, @Nullable Object after) {

        /** Copies the values, as {@link Json#of} takes them; refuses objects and lists. */
        public Row {
            Objects.requireNonNull(label, "label");
            before = plain(before);
            after = plain(after);
        }

        private static @Nullable Object plain(@Nullable Object value) {
            Object json = Json.of(value);
            if (json instanceof Map<?, ?> || json instanceof List<?>) {
                throw new IllegalArgumentException("a preview has texts, numbers and booleans, and a row for each");
            }
            return json;
        }

        /** The label only. */
        @Override
        public String toString() {
            return "Row[" + label + "]";
        }
    }

    /** Copies the rows; refuses more than 50. */
    public Preview {
        rows = List.copyOf(rows);
        if (rows.size() > MOST) {
            throw new IllegalArgumentException("a preview has at most " + MOST + " rows");
        }
    }

    /** {@return a preview without rows: it would change nothing that could be shown} */
    public static Preview empty() {
        return NONE;
    }

    /**
     * A preview of one row.
     *
     * @param label what would change, in words for people
     * @param before as it is, or null
     * @param after as it would be, or null
     * @return the preview
     */
    public static Preview of(String label, @Nullable Object before, @Nullable Object after) {
        return NONE.and(label, before, after);
    }

    /**
     * This preview with one row more.
     *
     * @param label what would change, in words for people
     * @param before as it is, or null
     * @param after as it would be, or null
     * @return a copy
     */
    public Preview and(String label, @Nullable Object before, @Nullable Object after) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(label, before, after));
        return new Preview(more);
    }
}
