package io.toolgateway.replay;

import io.toolgateway.Gateway;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.json.Parsed;
import io.toolgateway.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run over a recording. */
final class Run {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    /** The store in memory keeps what it is given; a new one from time to time keeps a long run small. */
    private static final int CALLS_PER_GATEWAY = 10_000;

    private final Replay replay;
    private final String source;
    private final Appendable progress;
    private final Map<String, Tally> tools = new TreeMap<>();
    private final List<Broken> broken = new ArrayList<>();
    private final List<BadRow> bad = new ArrayList<>();
    private Gateway gateway;
    private long calls;
    private long expectations;
    private long p0;
    private long toldAt;
    private boolean unauthorized;

    Run(Replay replay, String source, Appendable progress) {
        this.replay = replay;
        this.source = source;
        this.progress = progress;
        this.gateway = replay.gateway(this::hear);
        this.toldAt = replay.time().nanoTime();
    }

    private void hear(AuditEvent event) {
        unauthorized = event.problem() != null && event.problem().kind() == ErrorKind.AUTHORIZATION;
    }

    void row(long line, Parsed parsed) {
        try {
            call(RecordedCall.of(parsed, line, replay.caller()), line);
        } catch (Row.Bad e) {
            bad.add(new BadRow(source, line, e.problem()));
        }
        tell();
    }

    private void call(RecordedCall row, long line) {
        if (++calls % CALLS_PER_GATEWAY == 0 && !replay.looksBack()) {
            gateway = replay.gateway(this::hear);
        }
        unauthorized = false;
        long begun = replay.time().nanoTime();
        Outcome outcome = gateway.propose(row.call(), row.caller(), row.request());
        Duration took = Duration.ofNanos(replay.time().nanoTime() - begun);
        Expectation.Answer answer = Expectation.Answer.of(outcome);
        boolean known = gateway.tools().find(row.call().name()).isPresent();
        tools.computeIfAbsent(known ? row.call().name() : ToolTable.UNKNOWN, first -> new Tally())
                .add(row, answer, unauthorized, took);
        compare(row, line, answer, outcome instanceof Outcome.Denied denied ? denied.code() : null);
    }

    private void compare(RecordedCall row, long line, Expectation.Answer answer, @Nullable String code) {
        RecordedCall.Expected expected = row.expected();
        if (expected == null) {
            return;
        }
        expectations++;
        p0 += expected.priority().equals("P0") ? 1 : 0;
        boolean met = expected.answer().isMetBy(answer)
                && (expected.code() == null || expected.code().equals(code));
        if (!met) {
            String got = code == null ? answer.text() : answer.text() + " " + code;
            broken.add(new Broken(source, line, row.name(), expected.priority(), expected.text(), got));
        }
    }

    private void tell() {
        long now = replay.time().nanoTime();
        if (now - toldAt >= BETWEEN_LINES.toNanos()) {
            toldAt = now;
            Replay.tell(
                    progress,
                    String.format(
                            Locale.ROOT,
                            "replay: %,d calls, %,d broken expectations, %,d bad rows",
                            calls,
                            broken.size(),
                            bad.size()));
        }
    }

    ReplayReport report() {
        List<ReplayFigures> figures = tools.entrySet().stream()
                .map(tool -> tool.getValue().figures(tool.getKey()))
                .toList();
        Tally all = new Tally();
        tools.values().forEach(all::add);
        return new ReplayReport(figures, all.figures(ReplayReport.ALL), expectations, p0, broken, bad);
    }
}
