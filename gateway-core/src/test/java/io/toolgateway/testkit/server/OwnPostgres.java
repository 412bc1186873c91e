package io.toolgateway.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Postgres of a test's own, a real process that may be killed and restarted. It syncs to disk as in production unless told
 * otherwise, listens on 127.0.0.1 only, and trusts everybody there. For one thread at a time; its databases are for all.
 */
public final class OwnPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PORTS_TRIED = 3;
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            // A socket's path may be no longer than 107 bytes, and a checkout's often is.
            "unix_socket_directories=",
            // In the data directory, so that a killed server leaves nothing in /dev/shm, which is small in containers.
            "dynamic_shared_memory_type=mmap",
            "max_connections=200",
            "shared_buffers=64MB",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_line_prefix=%m [%p] %d ");

    private final Account account;
    private final Path home;
    private final Path data;
    private final int port;
    private final Path log;
    private final ServerProcess process;
    private final PostgresServer server;
    private final Thread atExit;

    private OwnPostgres(Account account, Path home, Path directory, int port, List<String> settings)
            throws IOException {
        this.account = account;
        this.home = home;
        this.data = directory.resolve("data");
        this.port = port;
        this.log = ServerPlace.logs().resolve("postgres-" + port + ".log");
        this.server = new PostgresServer(
                new Database("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", ""), false);
        this.process = new ServerProcess(command(settings), directory, log, new Postmaster());
        this.atExit = new Thread(this::end, "stop-postgres-" + port);
    }

    /**
     * Starts one in a fresh data directory.
     *
     * @param settings such as {@code synchronous_commit=off}; a later one wins over the defaults
     */
    public static OwnPostgres start(String... settings) {
        return start(Account.forPostgres(), settings);
    }

    static OwnPostgres start(Account account, String... settings) {
        Path place = ServerPlace.forPrograms(account);
        return start(account, place, settings);
    }

    static OwnPostgres start(Account account, Path place, String... settings) {
        Path home = Binaries.postgres(place);
        for (int tried = 1; ; tried++) {
            OwnPostgres postgres = make(account, place, home, List.of(settings));
            try {
                postgres.process.start();
                Runtime.getRuntime().addShutdownHook(postgres.atExit);
                return postgres;
            } catch (NoTestServer e) {
                postgres.process.close();
                // Between the look for a free port and the start somebody else may have taken it.
                if (tried == PORTS_TRIED || !String.valueOf(e.getMessage()).contains("could not bind")) {
                    throw e;
                }
            }
        }
    }

    private static OwnPostgres make(Account account, Path place, Path home, List<String> settings) {
        try {
            Path directory = Files.createTempDirectory(place, "postgres");
            ServerPlace.openToOthers(directory);
            Path data = Files.createDirectory(directory.resolve("data"));
            account.own(data);
            OwnPostgres postgres = new OwnPostgres(account, home, directory, Ports.free(), settings);
            postgres.initialise();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialise() {
        Command.Result done = Command.run(
                PATIENCE,
                account.command(List.of(
                        program("initdb"),
                        "-D",
                        data.toString(),
                        "-U",
                        "postgres",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--no-sync")));
        if (!done.ok()) {
            process.close();
            throw new NoTestServer("initdb failed as " + account + ": " + done.output(), null);
        }
    }

    private List<String> command(List<String> settings) {
        List<String> plain =
                new ArrayList<>(List.of(program("postgres"), "-D", data.toString(), "-p", String.valueOf(port)));
        for (List<String> list : List.of(SETTINGS, settings)) {
            for (String setting : list) {
                plain.add("-c");
                plain.add(setting);
            }
        }
        return account.command(plain);
    }

    private String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** A new, empty database. */
    public Database freshDatabase() {
        return server.freshDatabase();
    }

    /** The database {@code postgres}, as superuser. */
    public Database admin() {
        return server.admin();
    }

    /** The port on 127.0.0.1, the same after a restart. */
    public int port() {
        return port;
    }

    /** The number of the main process. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process is there. */
    public boolean isRunning() {
        return process.isRunning();
    }

    /** Where the server writes its log; it stays under target. */
    public Path log() {
        return log;
    }

    /** As when the power fails: SIGKILL to all its processes. Back when they are gone. */
    public void kill() {
        process.kill();
    }

    /** An orderly stop that does not wait for clients: their transactions are rolled back. */
    public void stopFast() {
        stop("fast");
    }

    /** Ends all at once, to recover at the next start. */
    public void stopImmediate() {
        stop("immediate");
    }

    private void stop(String mode) {
        Command.Result done = Command.run(
                PATIENCE, account.command(List.of(program("pg_ctl"), "stop", "-D", data.toString(), "-m", mode, "-w")));
        if (!done.ok()) {
            throw new IllegalStateException("pg_ctl stop -m " + mode + ": " + done.output());
        }
        process.awaitEnd();
    }

    /** Starts the same server again at the same port, after an orderly stop if it runs. Back when it answers. */
    public void restart() {
        if (isRunning()) {
            stopFast();
        }
        process.start();
    }

    /** Ends it and deletes its data. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        try {
            if (isRunning()) {
                stopImmediate();
            }
        } finally {
            process.close();
        }
    }

    private final class Postmaster implements ServerProcess.Kind {

        @Override
        public String endSignal() {
            return "QUIT";
        }

        @Override
        public boolean serves() throws Exception {
            try (Connection connection = admin().connect()) {
                return connection.isValid(1);
            }
        }

        @Override
        public long pid(Process started) throws IOException {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        }
    }
}
