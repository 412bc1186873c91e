package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.testkit.server.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** CPU time of this JVM, of the server, of a Redis beside it and of everybody, where /proc tells it; zeros elsewhere. */
final class Cpu {

    private static final Path PROC = Path.of("/proc");
    private static final long NANOS_OF_A_TICK = 10_000_000;

    private final long postmaster;
    private final long redis;

    private Cpu(long postmaster, long redis) {
        this.postmaster = postmaster;
        this.redis = redis;
    }

    /**
     * A reading, in nanoseconds.
     *
     * @param client of this JVM's threads
     * @param server of all processes of the server
     * @param redis of the Redis, 0 without one
     * @param machine of everybody on this machine, stolen time included
     */
    record Reading(long client, long server, long redis, long machine) {}

    /** Looks for the server's processes on this machine. */
    static Cpu of(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            String[] stat = stat(PROC.resolve(row.getString(1)));
            return new Cpu(stat.length > 1 && stat[0].contains("postgres") ? Long.parseLong(parent(stat)) : 0, 0);
        }
    }

    /** The same, with a Redis of this machine. */
    Cpu with(long redis) {
        return new Cpu(postmaster, redis);
    }

    boolean seesTheServer() {
        return postmaster > 0;
    }

    Reading read() {
        return new Reading(ofThreads(PROC.resolve("self")), ofServer(), ofRedis(), ofMachine());
    }

    private long ofRedis() {
        return redis == 0 ? 0 : ofThreads(PROC.resolve(String.valueOf(redis)));
    }

    private long ofServer() {
        if (postmaster == 0) {
            return 0;
        }
        try (Stream<Path> all = Files.list(PROC)) {
            return all.filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
                    .filter(this::isOfServer)
                    .mapToLong(Cpu::ofThreads)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOfServer(Path process) {
        String[] stat = stat(process);
        return process.getFileName().toString().equals(String.valueOf(postmaster))
                || (stat.length > 1 && parent(stat).equals(String.valueOf(postmaster)));
    }

    private static String parent(String[] stat) {
        return stat[1].split(" ")[1];
    }

    /** The name, and what comes after it: state, parent and so on. */
    private static String[] stat(Path process) {
        try {
            return Files.readString(process.resolve("stat")).split("\\) ", 2);
        } catch (IOException gone) {
            return new String[0];
        }
    }

    private static long ofThreads(Path process) {
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            return threads.mapToLong(thread -> {
                        try {
                            return Long.parseLong(
                                    Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                        } catch (IOException gone) {
                            return 0;
                        }
                    })
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long ofMachine() {
        try {
            List<String> cpu = List.of(
                    Files.readAllLines(PROC.resolve("stat")).get(0).trim().split("\\s+"));
            long ticks = 0;
            // user, nice, system, (idle, iowait,) irq, softirq, steal
            for (int column : new int[] {1, 2, 3, 6, 7, 8}) {
                ticks += Long.parseLong(cpu.get(column));
            }
            return ticks * NANOS_OF_A_TICK;
        } catch (IOException e) {
            return 0;
        }
    }
}
