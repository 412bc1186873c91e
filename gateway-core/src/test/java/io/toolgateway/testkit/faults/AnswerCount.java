package io.toolgateway.testkit.faults;

import io.toolgateway.testkit.checker.Answer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Counts the answers in a file that grows, without those that were lost; reads each line once. Safe for concurrent use. */
final class AnswerCount {

    private final Path path;
    private long read;
    private long count;

    AnswerCount(Path path) {
        this.path = path;
    }

    synchronized long now() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(read);
            byte[] more = new byte[(int) (file.length() - read)];
            file.readFully(more);
            String lines = new String(more, StandardCharsets.UTF_8);
            int whole = lines.lastIndexOf('\n') + 1;
            count += lines.substring(0, whole)
                    .lines()
                    .filter(line -> !line.contains(Answer.Told.LOST.name()))
                    .count();
            read += whole;
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
