package io.toolgateway.replay;

import io.toolgateway.audit.Latency;
import io.toolgateway.replay.Expectation.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the calls of one tool. */
final class Tally {

    private final Map<Answer, Long> answers = new EnumMap<>(Answer.class);
    private final List<Duration> judging = new ArrayList<>();
    private final List<Duration> running = new ArrayList<>();
    private long unauthorized;
    private long successes;
    private long failures;

    void add(RecordedCall row, Answer answer, boolean notAuthorized, Duration took) {
        answers.merge(answer, 1L, Long::sum);
        judging.add(took);
        unauthorized += notAuthorized ? 1 : 0;
        if (answer == Answer.ALLOWED) {
            successes += Boolean.TRUE.equals(row.succeeded()) ? 1 : 0;
            failures += Boolean.FALSE.equals(row.succeeded()) ? 1 : 0;
            if (row.took() != null) {
                running.add(row.took());
            }
        }
    }

    void add(Tally other) {
        other.answers.forEach((answer, count) -> answers.merge(answer, count, Long::sum));
        judging.addAll(other.judging);
        running.addAll(other.running);
        unauthorized += other.unauthorized;
        successes += other.successes;
        failures += other.failures;
    }

    ReplayFigures figures(String tool) {
        return new ReplayFigures(
                tool,
                count(Answer.ALLOWED),
                count(Answer.PARKED),
                count(Answer.DENIED),
                count(Answer.INVALID),
                unauthorized,
                Latency.of(judging),
                new ReplayFigures.Recorded(successes, failures, Latency.of(running)));
    }

    private long count(Answer answer) {
        return answers.getOrDefault(answer, 0L);
    }
}
