package io.toolgateway.testkit.faults;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.checker.Answer;
import java.nio.file.Path;
import java.util.List;

/** What clients were told. Safe for concurrent use. */
public final class AnswerFile implements AutoCloseable {

    private static final String NOTHING = "-";

    private final LineFile lines;

    /** Appends to a file. */
    public AnswerFile(Path path) {
        lines = new LineFile(path);
    }

    void append(Answer answer) {
        lines.append(
                answer.client(),
                answer.act(),
                answer.token(),
                answer.proposal() == null ? NOTHING : answer.proposal(),
                answer.told(),
                answer.hash() == null ? NOTHING : answer.hash());
    }

    /** What is in such a file, in its order. */
    public static List<Answer> read(Path path) {
        return LineFile.read(path).stream()
                .map(part -> new Answer(
                        part[0],
                        Answer.Act.valueOf(part[1]),
                        part[2],
                        part[3].equals(NOTHING) ? null : ProposalId.of(part[3]),
                        Answer.Told.valueOf(part[4]),
                        part[5].equals(NOTHING) ? null : part[5]))
                .toList();
    }

    @Override
    public void close() {
        lines.close();
    }
}
