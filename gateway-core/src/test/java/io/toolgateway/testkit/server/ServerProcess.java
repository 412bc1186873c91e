package io.toolgateway.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server as a process of this machine, which is started, killed and started again. For one thread at a time. */
final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CHILDREN = Duration.ofSeconds(2);
    private static final int POLL_MILLIS = 10;
    private static final int LAST_LINES = 15;

    private final List<String> command;
    private final Path directory;
    private final Path log;
    private final Kind kind;
    private final Watchdog watchdog;
    private @Nullable Process process;

    /** What is special about Postgres or Redis. */
    interface Kind {

        /** The signal that ends it at once. */
        String endSignal();

        /** Whether it serves; an exception is a no. */
        boolean serves() throws Exception;

        /** The number of the process that serves, when it does; the started one may only be a wrapper. */
        long pid(Process started) throws IOException;
    }

    ServerProcess(List<String> command, Path directory, Path log, Kind kind) throws IOException {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.log = log;
        this.kind = kind;
        this.watchdog = Watchdog.over(directory, kind.endSignal());
    }

    /** Back when it serves. */
    void start() {
        if (isRunning()) {
            throw new IllegalStateException("it runs already");
        }
        try {
            Process started = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            watchdog.watch(started.pid());
            awaitServing(started);
            watchdog.watch(kind.pid(started));
        } catch (IOException e) {
            throw new NoTestServer("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        }
    }

    private void awaitServing(Process started) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!serves()) {
            // Waits for its end, and so a little while between two looks.
            boolean ended = ended(started, POLL_MILLIS);
            if (ended || System.nanoTime() - end > 0) {
                started.destroyForcibly();
                throw new NoTestServer(
                        (ended ? "the server ended" : "the server does not answer") + ", " + log + " ends with:\n"
                                + lastLines(),
                        null);
            }
        }
    }

    private boolean serves() {
        try {
            return kind.serves();
        } catch (Exception e) {
            return false;
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    long pid() {
        try {
            return kind.pid(running());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL to it and to all its children; back when they are gone. */
    void kill() {
        Process started = running();
        ProcessHandle server = ProcessHandle.of(pid()).orElse(started.toHandle());
        List<ProcessHandle> all = new ArrayList<>();
        if (!Account.windows()) {
            // A stopped one has no more children.
            Command.run(CHILDREN, List.of("sh", "-c", "kill -STOP " + server.pid()));
        }
        server.descendants().forEach(all::add);
        server.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        // A wrapper like su stops with its child, and would stay so.
        started.destroyForcibly();
        awaitEnd();
        awaitChildren(all);
    }

    /** Back when it has ended by itself. */
    void awaitEnd() {
        Process ending = process;
        if (ending == null) {
            return;
        }
        if (!ended(ending, PATIENCE.toMillis())) {
            throw new IllegalStateException("the server does not end, see " + log);
        }
        try {
            watchdog.forget();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a container without an init the dead stay in the list for ever, so this is no reason to fail. */
    private static void awaitChildren(List<ProcessHandle> children) {
        CompletableFuture<?>[] ends =
                children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(CHILDREN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it if it runs, and deletes its directory. */
    void close() {
        try {
            if (isRunning()) {
                kill();
            }
            // In this order: the watchdog deletes, too, and two at once get in each other's way.
            ServerPlace.delete(directory);
            watchdog.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException("the server is down");
        }
        return running;
    }

    private static boolean ended(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a server", e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
