package io.toolgateway.audit;

import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.Execution;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a user's request as lines for a console (SPEC O2): who asked what, then a line for each event.
 *
 * <p>A decision's line says what a person said with it: the stage and the start of the hash that was seen, a note, a resolution.
 *
 * <p>No line can be broken or forged by what a model or user wrote: control characters are escaped and long texts cut. What
 * handlers returned as data is not in it.
 *
 * @param lines the lines, without line ends
 * @since 0.1
 */
public record Timeline(List<String> lines) {

    private static final int LONGEST = 300;
    private static final int SHORT_HASH = 12;

    /** Copies the lines. */
    public Timeline {
        lines = List.copyOf(lines);
    }

    /**
     * The timeline of a request.
     *
     * @param events its events in the order in which they happened, as {@code gateway.timeline(...)} gives them
     * @return its timeline; without lines if there are no events
     */
    public static Timeline of(List<AuditEvent> events) {
        if (events.isEmpty()) {
            return new Timeline(List.of());
        }
        List<String> lines = new ArrayList<>(events.size() + 3);
        Subject subject = events.get(0).subject();
        String query = RequestRecord.query(events);
        lines.add(line("Request: " + subject.request().id()));
        lines.add(line(
                "User: " + subject.caller().userId() + " " + subject.caller().roles()));
        if (query != null) {
            lines.add(line("Query: " + query));
        }
        Set<AuditEvent> firsts = Collections.newSetFromMap(new IdentityHashMap<>());
        CallHistory.of(events).forEach(call -> firsts.add(call.first()));
        events.forEach(event -> lines.add(line(event, firsts.contains(event))));
        return new Timeline(lines);
    }

    private static String line(AuditEvent event, boolean first) {
        StringBuilder line = new StringBuilder()
                .append(event.at().truncatedTo(ChronoUnit.MILLIS))
                .append(String.format(Locale.ROOT, "  %-13s  ", event.type().text()))
                .append(event.subject().tool());
        String shown = event.subject().shownArguments();
        if (first && shown != null) {
            line.append(' ').append(start(shown));
        }
        Standing standing = event.standing();
        if (standing != null) {
            line.append("  ")
                    .append(standing.proposal())
                    .append(' ')
                    .append(standing.status().text());
            line.append(" by ").append(standing.actor());
        }
        return line(line.append(result(event))
                .append(error(event.problem()))
                .append(said(event.statement()))
                .toString());
    }

    private static String result(AuditEvent event) {
        Execution execution = event.execution();
        return execution == null ? "" : "  " + CallRecord.result(event) + " in " + Latency.text(execution.took());
    }

    private static String error(@Nullable Problem problem) {
        return problem == null ? "" : "  " + problem.kind().text() + " " + problem.code() + ": " + problem.message();
    }

    private static String said(@Nullable Statement statement) {
        if (statement == null) {
            return "";
        }
        String note = statement.note();
        return "  " + what(statement) + (note == null ? "" : ": " + start(note));
    }

    private static String what(Statement statement) {
        if (statement instanceof Statement.Voted vote) {
            String hash = vote.seenHash();
            return "stage " + vote.stage() + " saw " + hash.substring(0, Math.min(SHORT_HASH, hash.length()));
        }
        if (statement instanceof Statement.Widened widened) {
            return "for " + widened.stages().stream().map(Timeline::who).collect(Collectors.joining(", then "));
        }
        if (statement instanceof Statement.OfPermission permission) {
            return "permission " + permission.permission() + " by " + permission.by();
        }
        return statement instanceof Statement.Settled settled ? settled.kind().text() : "note";
    }

    private static String who(Stage stage) {
        List<String> names = new ArrayList<>();
        if (stage.approvers().caller()) {
            names.add("whoever asked");
        }
        names.addAll(stage.approvers().roles());
        names.addAll(stage.approvers().users());
        return String.join(" or ", names);
    }

    private static String start(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static String line(String text) {
        String shown = Printable.of(text);
        return shown.length() <= 4 * LONGEST ? shown : shown.substring(0, 4 * LONGEST) + "...";
    }

    /** {@return all lines, each ended by a line feed} */
    @Override
    public String toString() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
