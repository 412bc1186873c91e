package io.toolgateway.postgres;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of rows go to a statement, and how: as one array of texts, each of which is an array of a row's values. The server
 * reads that in a fraction of the time that it needs for JSON.
 *
 * @param known what the statement knows the row by
 * @param written what it writes
 */
record RowShape(List<Column> known, List<Column> written) {

    private static final int LENGTH = 512;

    private static final Map<Set<StatePart>, RowShape> CHANGED = new ConcurrentHashMap<>();

    private static final RowShape NEW_PROPOSAL = new RowShape(
            List.of(),
            Stream.concat(ProposalColumns.CONTENT_COLUMNS.stream(), StatePart.all())
                    .toList());

    private static final RowShape NEW_EVENT = new RowShape(
            List.of(),
            List.of(
                    Column.of("tenant_id", "${id}"),
                    Column.of("user_id", "${id}"),
                    Column.of("request_id", "text"),
                    Column.of("tool_name", "text"),
                    Column.of("type", "text"),
                    Column.of("at", "timestamptz"),
                    Column.of("actor", "text"),
                    Column.of("proposal_id", "uuid"),
                    Column.of("seq", "bigint"),
                    Column.of("transition_id", "uuid"),
                    Column.of("status", "text"),
                    Column.of("fence", "bigint"),
                    Column.of("detail", "text"),
                    Column.of("previous_hash", "text"),
                    Column.of("hash", "text")));

    private static final List<Column> EXPECTED = List.of(
            Column.of("id", "uuid"),
            Column.of("expected_version", "bigint"),
            Column.of("expected_fence", "bigint"),
            Column.of("before_deadline", "boolean"));

    static RowShape newProposal() {
        return NEW_PROPOSAL;
    }

    static RowShape newEvent() {
        return NEW_EVENT;
    }

    /** A change of some parts of where proposals stand. */
    static RowShape changed(Set<StatePart> parts) {
        return CHANGED.computeIfAbsent(
                Set.copyOf(parts),
                all -> new RowShape(
                        EXPECTED,
                        all.stream()
                                .sorted()
                                .flatMap(part -> part.columns().stream())
                                .toList()));
    }

    /** A statement's text with the columns filled in, and with what gives the rows {@code n} that were sent. */
    String filled(String statement) {
        return statement
                .replace("${written}", names("", written))
                .replace("${sent}", names("n.", written))
                .replace("${rows}", rows());
    }

    private static String names(String prefix, List<Column> columns) {
        return columns.stream().map(column -> prefix + column.name()).collect(Collectors.joining(", "));
    }

    /** OFFSET keeps the planner from reading a row's text once for each of its values. */
    private String rows() {
        List<Column> all = all();
        String values = IntStream.range(0, all.size())
                .mapToObj(i -> "r.v[" + (i + 1) + "]::" + all.get(i).type() + " AS "
                        + all.get(i).name())
                .collect(Collectors.joining(", "));
        return "(SELECT " + values
                + " FROM (SELECT t.v::text[] AS v FROM pg_catalog.unnest(?::text[]) AS t (v) OFFSET 0) AS r)";
    }

    private List<Column> all() {
        return Stream.concat(known.stream(), written.stream()).toList();
    }

    /** The parameter of such a statement; a value that a row does not have is null. */
    String[] texts(Collection<Map<String, @Nullable Object>> rows) {
        List<Column> all = all();
        return rows.stream().map(row -> text(all, row)).toArray(String[]::new);
    }

    private static String text(List<Column> columns, Map<String, @Nullable Object> row) {
        StringBuilder text = new StringBuilder(LENGTH).append('{');
        for (Column column : columns) {
            Object value = row.get(column.name());
            text.append(text.length() == 1 ? "" : ",");
            if (value == null) {
                text.append("NULL");
            } else {
                Column.quote(column.text(value), text);
            }
        }
        return text.append('}').toString();
    }
}
