package io.toolgateway.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short command to its end and keeps what it printed. */
final class Command {

    private Command() {}

    /** The end of a command; {@code exit} is -1 where it could not be started or did not end in time. */
    record Result(int exit, String output) {

        boolean ok() {
            return exit == 0;
        }
    }

    static Result run(Duration limit, List<String> command) {
        try {
            // A file and not a pipe: a child that the command leaves behind would hold a pipe open.
            Path output = Files.createTempFile("command", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                String text = Files.readString(output, StandardCharsets.UTF_8).strip();
                return new Result(ended ? process.exitValue() : -1, text);
            } catch (IOException e) {
                return new Result(-1, String.valueOf(e.getMessage()));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " ran", e);
        }
    }
}
