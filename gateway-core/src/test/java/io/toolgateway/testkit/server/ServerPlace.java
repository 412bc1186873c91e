package io.toolgateway.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where servers are unpacked and run: under target if programs can be started from there, else in a directory for such things. */
final class ServerPlace {

    /** Set by the build to a directory under target. */
    static final String PROPERTY = "gateway.test.directory";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ServerPlace() {}

    /** A directory from which this account can start programs: /tmp may be noexec, and nobody cannot look into /root. */
    static Path forPrograms(Account account) {
        return firstOf(candidates(), account);
    }

    static Path firstOf(List<Path> candidates, Account account) {
        List<String> refused = new ArrayList<>();
        for (Path candidate : candidates) {
            try {
                Files.createDirectories(candidate);
                openToOthers(candidate);
                if (runsProgramsIn(candidate, account)) {
                    return candidate;
                }
                refused.add(candidate + " (no program starts there as " + account + ")");
            } catch (IOException | UncheckedIOException e) {
                refused.add(candidate + " (" + e.getMessage() + ")");
            }
        }
        throw new NoTestServer(
                "no directory to start a test server from, tried " + refused + ". Set the system property " + PROPERTY
                        + ", or the address of a server: " + TestServers.POSTGRES_URL + ", " + TestServers.REDIS_URL,
                null);
    }

    /** A place for logs, which stay when the servers are gone. */
    static Path logs() {
        try {
            return Files.createDirectories(candidates().get(0).resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        String set = System.getProperty(PROPERTY);
        if (set != null) {
            candidates.add(Path.of(set));
        }
        // An IDE starts a test in its module and knows nothing of the property.
        if (Files.isRegularFile(Path.of("pom.xml"))) {
            candidates.add(Path.of("target", "servers").toAbsolutePath());
        }
        String user = System.getProperty("user.name", "");
        for (String shared : List.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp")) {
            candidates.add(Path.of(shared, "toolgateway-test-servers-" + user));
        }
        return candidates;
    }

    private static boolean runsProgramsIn(Path directory, Account account) throws IOException {
        if (Account.windows()) {
            return true;
        }
        Path program = Files.createTempFile(directory, "probe", ".sh");
        try {
            if (!Files.getOwner(directory).equals(Files.getOwner(program))) {
                // Somebody else's, in a temporary directory that all users share: what lies in it is not to be started.
                return false;
            }
            Files.writeString(program, "#!/bin/sh\nexit 0\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return Command.run(PATIENCE, account.command(List.of(program.toString())))
                    .ok();
        } finally {
            Files.deleteIfExists(program);
        }
    }

    static void openToOthers(Path directory) throws IOException {
        if (!Account.windows()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
