package io.toolgateway.replay;

import io.toolgateway.audit.Latency;
import io.toolgateway.audit.Printable;
import io.toolgateway.audit.TextTable;
import io.toolgateway.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a replay: figures for each tool and in all, the expectations that were broken, and the rows that say nothing.
 *
 * @param tools the figures of each tool that was called, by name
 * @param total the same of all calls together
 * @param expectations how many rows expected something
 * @param p0 how many of these were P0
 * @param brokenExpectations those that were not met, in the order of their rows
 * @param badRows the rows that were not run, in their order
 * @since 0.1
 */
public record ReplayReport(
        List<ReplayFigures> tools,
        ReplayFigures total,
        long expectations,
        long p0,
        List<Broken> brokenExpectations,
        List<BadRow> badRows) {

    static final String ALL = "(all)";

    /** Copies the lists. */
    public ReplayReport {
        tools = List.copyOf(tools);
        brokenExpectations = List.copyOf(brokenExpectations);
        badRows = List.copyOf(badRows);
    }

    /** {@return the broken expectations that fail a build} */
    public List<Broken> brokenP0() {
        return brokenExpectations.stream()
                .filter(broken -> broken.priority().equals("P0"))
                .toList();
    }

    /**
     * Fails a build if a P0 expectation was broken, if a row could not be read, which may have held one, or if there was none
     * at all, which is never what was meant.
     *
     * @throws AssertionError with a line for each
     */
    public void requireP0() {
        List<String> problems = Stream.concat(brokenP0().stream(), badRows.stream())
                .map(Objects::toString)
                .map(Printable::of)
                .toList();
        if (!problems.isEmpty()) {
            throw new AssertionError(brokenP0().size() + " P0 expectations broken, " + badRows.size() + " bad rows:\n"
                    + String.join("\n", problems));
        }
        if (p0 == 0) {
            throw new AssertionError("the recording has no P0 expectation, so it can prove nothing");
        }
    }

    /** {@return the figures for a console: a row for each tool, and one of all} */
    public String table() {
        TextTable table =
                new TextTable("Tool Name", "Calls", "Allowed", "Parked", "Denied", "Invalid", "P50", "P95", "P99");
        Stream.concat(tools.stream(), Stream.of(total))
                .forEach(row -> table.row(
                        row.tool(),
                        row.calls(),
                        row.allowed(),
                        row.parked(),
                        row.denied(),
                        row.invalid(),
                        Latency.text(row.latency().p50()),
                        Latency.text(row.latency().p95()),
                        Latency.text(row.latency().p99())));
        return table.toString();
    }

    /** {@return one line with the figures of SPEC O6} */
    public String summary() {
        ReplayFigures.Recorded recorded = total.recorded();
        return "Tool success rate "
                + TextTable.percent(recorded.successes(), recorded.successes() + recorded.failures())
                + " (recorded), invalid arguments "
                + TextTable.percent(total.invalid(), total.calls())
                + ", unauthorized attempts "
                + total.unauthorized()
                + ", p95 latency "
                + Latency.text(total.latency().p95())
                + " (gateway) "
                + Latency.text(recorded.latency().p95())
                + " (tools, recorded); "
                + expectations
                + " expectations ("
                + p0
                + " P0), "
                + brokenExpectations.size()
                + " broken ("
                + brokenP0().size()
                + " P0); "
                + badRows.size()
                + " bad rows";
    }

    /** {@return all of it as one line of JSON: {@code total}, {@code tools}, {@code expectations}, {@code p0}, {@code broken}, {@code bad_rows}} */
    public String toJson() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("total", total.members());
        members.put("tools", tools.stream().map(ReplayFigures::members).toList());
        members.put("expectations", expectations);
        members.put("p0", p0);
        members.put("broken", brokenExpectations);
        members.put("bad_rows", badRows);
        return Printable.of(Json.write(Json.of(members)));
    }

    /** {@return the table, the summary, and a line for each broken expectation and bad row} */
    @Override
    public String toString() {
        return Stream.concat(
                        Stream.of(table() + summary()),
                        Stream.concat(brokenExpectations.stream(), badRows.stream())
                                .map(Objects::toString)
                                .map(Printable::of))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
