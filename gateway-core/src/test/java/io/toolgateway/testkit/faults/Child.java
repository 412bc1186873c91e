package io.toolgateway.testkit.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process that can be killed, stopped and continued. Confined to one thread. */
final class Child implements AutoCloseable {

    private static final List<String> FLAGS =
            List.of("-Xmx128m", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8");

    private final Failpoint.Role role;
    private final Process process;
    private final BufferedReader output;
    private boolean isReady;

    private Child(Failpoint.Role role, Process process) {
        this.role = role;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Child start(Failpoint.Role role, Map<String, String> properties, Path errors) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        properties.forEach((name, value) -> command.add("-D" + ChildMain.PREFIX + name + "=" + value));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(ChildMain.class.getName());
        try {
            return new Child(
                    role,
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has begun its work, which it says once; false if it ended before. */
    boolean awaitReady() {
        try {
            isReady = isReady || ChildMain.READY.equals(output.readLine());
            return isReady;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isWorking() {
        return role == Failpoint.Role.WORKER && process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        await(Pace.PATIENCE);
    }

    /** SIGSTOP: the process stands still and does not know. */
    void stop() {
        signal("-STOP");
    }

    /** SIGCONT. */
    void goOn() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill " + signal + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for its end; the exit code, or -1 if it has not ended. */
    int await(Duration atMost) {
        try {
            return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Ends in order: what it has asked of the store is answered, so that nothing is on its way any more. */
    void end() {
        if (!process.isAlive()) {
            return;
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (await(Pace.PATIENCE) < 0) {
            throw new AssertionError("a child does not end");
        }
    }

    /** A killed process ends at once, a stopped one too. */
    @Override
    public void close() {
        kill();
    }
}
