package io.toolgateway.examples.supportdesk;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A {@link Worker} as whoever starts it sees it. Confined to one thread. */
final class WorkerProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader output;

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static WorkerProcess start(String name, PostgresRecord record, RedisView view) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try {
            Process process = new ProcessBuilder(java, "-Xmx128m", "-cp", classPath(), Worker.class.getName(), name)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // Not as arguments, which everybody on the machine can read.
            String addresses = record.address() + "\n" + view.address() + "\n";
            process.getOutputStream().write(addresses.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return new WorkerProcess(name, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of this program, also where Maven runs it in its own JVM by a class loader. */
    private static String classPath() {
        if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(URL::toString)
                    .map(url -> Path.of(URI.create(url)).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until it says this.
     *
     * @throws IllegalStateException if it ends before
     */
    void await(String word) {
        try {
            String line = output.readLine();
            while (!word.equals(line)) {
                if (line == null) {
                    throw new IllegalStateException("The process " + name + " has ended before it was " + word + ".");
                }
                line = output.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As when the machine fails. Back when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends in order: what it runs comes to its end. Back when it is gone. */
    void stop() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
