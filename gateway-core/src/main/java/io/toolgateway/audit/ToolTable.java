package io.toolgateway.audit;

import io.toolgateway.json.Json;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of each tool over a window of time (SPEC O3), from events alone.
 *
 * <p>A call is a proposal, a read, or a refusal. It counts if at least one of its events lies in the window; a step of a chain
 * is a call; a duplicate that was answered with what was already done is none. Names that are not on the allowlist share one
 * row, since a model can invent any number.
 *
 * <p>A success is a call whose handler returned success. An error is a call that was refused, or whose handler failed or broke
 * off, or of which it is not known what it did; each has a kind, so that limits and refusals can be told from faults. A call
 * that waits, runs, or was accepted by the system behind the tool is not finished, and neither is an attempt that is tried again
 * an error. What people rejected and what expired is neither success nor error. The rates are shares of successes and errors
 * together, so they add up to all.
 *
 * <p>Latency is of the starts of a handler that ended in the window, the failed ones included; percentiles are exact, see
 * {@link Latency}. Cost is the sum of what results report.
 *
 * <p>For the approvals, events from before the window are looked at, too: give those since the longest validity of an approval.
 *
 * @param from the window's begin
 * @param to the window's end
 * @param tools the figures of each tool that was called, by name
 * @param approvals the figures of the approvals
 * @since 0.1
 */
public record ToolTable(Instant from, Instant to, List<ToolFigures> tools, ApprovalFigures approvals) {

    /** The window where none is given. */
    public static final Duration DEFAULT_WINDOW = Duration.ofHours(24);

    /** The row of names that are not on the allowlist. */
    public static final String UNKNOWN = "(unknown tools)";

    /** Copies the rows. */
    public ToolTable {
        tools = List.copyOf(tools);
    }

    /**
     * The table of the last 24 hours.
     *
     * @param events in the order in which they happened
     * @param now the window's end
     * @return the table
     */
    public static ToolTable of(Collection<AuditEvent> events, Instant now) {
        return of(events, DEFAULT_WINDOW, now);
    }

    /**
     * The table of a window.
     *
     * @param events in the order in which they happened; those outside the window may be among them
     * @param window how far back
     * @param now the window's end; later events are left out
     * @return the table
     */
    public static ToolTable of(Collection<AuditEvent> events, Duration window, Instant now) {
        Instant from = now.minus(window);
        List<AuditEvent> until =
                events.stream().filter(event -> !event.at().isAfter(now)).toList();
        List<AuditEvent> within = until.stream()
                .filter(event -> !event.at().isBefore(from) && event.type() != EventType.REPLAYED)
                .toList();
        Map<String, List<CallHistory>> byTool = new TreeMap<>();
        for (CallHistory call : CallHistory.of(within)) {
            byTool.computeIfAbsent(name(call), first -> new ArrayList<>()).add(call);
        }
        List<ToolFigures> tools = byTool.entrySet().stream()
                .map(tool -> figures(tool.getKey(), tool.getValue()))
                .toList();
        return new ToolTable(from, now, tools, ApprovalFigures.of(CallHistory.of(until), from, now));
    }

    private static String name(CallHistory call) {
        Problem problem = call.first().problem();
        return problem != null && problem.code().equals("unknown_tool")
                ? UNKNOWN
                : call.first().subject().tool();
    }

    private static ToolFigures figures(String tool, List<CallHistory> calls) {
        long successes = 0;
        Map<ErrorKind, Long> errors = new EnumMap<>(ErrorKind.class);
        List<Duration> times = new ArrayList<>();
        BigDecimal cost = BigDecimal.ZERO;
        for (CallHistory call : calls) {
            AuditEvent end = call.end();
            if (end != null && end.problem() != null) {
                errors.merge(end.problem().kind(), 1L, Long::sum);
            } else if (end != null && CallRecord.result(end).equals(ToolResult.Status.SUCCESS.text())) {
                successes++;
            }
            times.addAll(call.times());
            cost = cost.add(call.cost());
        }
        return new ToolFigures(tool, calls.size(), successes, errors, Latency.of(times), cost);
    }

    /** {@return the table for a console: {@code Tool Name | Calls | Success Rate | P95 Latency | Error Rate}} */
    public String table() {
        TextTable table = new TextTable("Tool Name", "Calls", "Success Rate", "P95 Latency", "Error Rate");
        for (ToolFigures tool : tools) {
            table.row(
                    tool.tool(),
                    tool.calls(),
                    TextTable.percent(tool.successes(), tool.rated()),
                    Latency.text(tool.latency().p95()),
                    TextTable.percent(tool.errorCount(), tool.rated()));
        }
        return table.toString();
    }

    /** {@return all figures as JSON: {@code from}, {@code to}, {@code tools} and {@code approvals}} */
    public String toJson() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("from", from);
        members.put("to", to);
        members.put("tools", tools.stream().map(ToolFigures::members).toList());
        members.put("approvals", approvals.members());
        return Printable.of(Json.write(Json.of(members)));
    }

    /** {@return the table and a line on the approvals} */
    @Override
    public String toString() {
        return table() + approvals + "\n";
    }
}
