package io.toolgateway.testkit.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The real servers in the jars from Maven Central, unpacked once and kept under their content's checksum for the next JVM. */
final class Binaries {

    private Binaries() {}

    /** The directory that holds {@code bin/postgres}. */
    static Path postgres(Path place) {
        String musl = musl() ? "-alpine_linux" : "";
        String resource = "postgres-" + system() + "-" + (arm() ? "arm_64" : "x86_64") + musl + ".txz";
        return unpacked(place, resource, TestServers.POSTGRES_URL, (from, to) -> Archive.unpack(from, to));
    }

    /** The program itself. */
    static Path redis(Path place) {
        String resource = "redis-server-7.0.15-" + system() + "-" + (arm() ? "arm64" : "amd64");
        return unpacked(place, resource, TestServers.REDIS_URL, (from, to) -> {
                    Path program = Files.createDirectories(to).resolve("redis-server");
                    Files.copy(from, program);
                    executable(program);
                })
                .resolve("redis-server");
    }

    private interface Unpacking {
        void unpack(InputStream from, Path to) throws IOException;
    }

    private static Path unpacked(Path place, String resource, String variable, Unpacking unpacking) {
        URL found = Binaries.class.getResource("/" + resource);
        if (found == null) {
            throw new NoTestServer(
                    resource + " is not on the test classpath: there is no binary for this machine. Set " + variable
                            + " to a running server",
                    null);
        }
        try {
            JarURLConnection entry = (JarURLConnection) found.openConnection();
            entry.setUseCaches(false);
            long checksum = entry.getJarEntry().getCrc();
            entry.getJarFile().close();
            Path home = place.resolve(resource + "-" + Long.toHexString(checksum));
            if (!Files.exists(home)) {
                Path half = Files.createTempDirectory(place, "unpacking");
                try (InputStream in = new BufferedInputStream(found.openStream())) {
                    unpacking.unpack(in, half);
                }
                ServerPlace.openToOthers(half);
                move(half, home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one step, so that another JVM sees all or nothing; whoever comes second takes what is there. */
    private static void move(Path half, Path home) throws IOException {
        try {
            Files.move(half, home);
        } catch (FileSystemException e) {
            ServerPlace.delete(half);
            if (!Files.exists(home)) {
                throw e;
            }
        }
    }

    static void executable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException("cannot be made executable: " + file);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : "linux";
    }

    private static boolean arm() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    private static boolean musl() {
        return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
    }
}
