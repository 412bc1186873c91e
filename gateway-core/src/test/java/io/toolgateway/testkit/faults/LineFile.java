package io.toolgateway.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that several processes append lines to, outside of every store. A line is one write and is on disk when
 * {@link #append} returns, so that no kill takes it back or tears it. Safe for concurrent use.
 */
final class LineFile implements AutoCloseable {

    private static final String BETWEEN = "\t";

    private final FileChannel file;

    LineFile(Path path) {
        try {
            file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(Object... parts) {
        String line = String.join(BETWEEN, Stream.of(parts).map(String::valueOf).toList()) + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String[]> read(Path path) {
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream()
                            .map(line -> line.split(BETWEEN, -1))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
