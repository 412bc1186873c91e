package io.toolgateway.testkit.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Ends a server and deletes its directory when this JVM is gone, also by kill -9: a shell that reads from a pipe that only this
 * JVM holds. On Windows there is none; there the shutdown hook has to do.
 */
final class Watchdog implements AutoCloseable {

    // The signal lets Postgres take its children along; what is still there after five seconds is killed.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pid=0
            while read -r word; do pid=$word; done
            if [ "$pid" != 0 ] && kill -s "$2" "$pid" 2>/dev/null; then
              for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || break; sleep 0.5; done
              kill -KILL "$pid" 2>/dev/null
            fi
            rm -rf "$1"
            """;

    private final @Nullable OutputStream pipe;

    private Watchdog(@Nullable OutputStream pipe) {
        this.pipe = pipe;
    }

    /** With the signal that makes this kind of server end at once, {@code QUIT} or {@code KILL}. */
    static Watchdog over(Path directory, String signal) throws IOException {
        if (Account.windows()) {
            return new Watchdog(null);
        }
        Process shell = new ProcessBuilder("sh", "-c", SCRIPT, "watchdog", directory.toString(), signal)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Watchdog(shell.getOutputStream());
    }

    /** The server's process is this one now. */
    void watch(long pid) throws IOException {
        say(pid);
    }

    /** The server is down; the number may soon be another program's. */
    void forget() throws IOException {
        say(0);
    }

    private void say(long pid) throws IOException {
        if (pipe != null) {
            pipe.write((pid + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (pipe != null) {
            pipe.close();
        }
    }
}
