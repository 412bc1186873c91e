package io.toolgateway.testkit.faults;

import io.toolgateway.testkit.checker.EffectLine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The handlers' own file: what really happened. Safe for concurrent use. */
public final class EffectFile implements AutoCloseable {

    private final LineFile lines;

    /** Appends to a file. */
    public EffectFile(Path path) {
        lines = new LineFile(path);
    }

    void append(EffectLine line) {
        lines.append(
                line.kind(),
                line.token(),
                line.tool(),
                line.key(),
                line.fence(),
                line.attempt(),
                line.argsHash(),
                line.process(),
                line.at());
    }

    /** What is in such a file, in its order. */
    public static List<EffectLine> read(Path path) {
        return LineFile.read(path).stream()
                .map(part -> new EffectLine(
                        EffectLine.Kind.valueOf(part[0]),
                        part[1],
                        part[2],
                        part[3],
                        Long.parseLong(part[4]),
                        Integer.parseInt(part[5]),
                        part[6],
                        part[7],
                        Instant.parse(part[8])))
                .toList();
    }

    @Override
    public void close() {
        lines.close();
    }
}
