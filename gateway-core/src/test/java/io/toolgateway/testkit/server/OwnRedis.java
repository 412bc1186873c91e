package io.toolgateway.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis of a test's own, a real process that may be killed and restarted; it forgets everything then, unless the flags say
 * otherwise. It listens on 127.0.0.1 only. For one thread at a time.
 */
public final class OwnRedis implements AutoCloseable {

    private static final int PORTS_TRIED = 3;

    private final RedisServer server;
    private final Path log;
    private final ServerProcess process;
    private final Thread atExit;

    private OwnRedis(Path program, Path directory, int port, List<String> flags) throws IOException {
        this.server = RedisServer.at("redis://127.0.0.1:" + port);
        this.log = ServerPlace.logs().resolve("redis-" + port + ".log");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                ""));
        command.addAll(flags);
        this.process = new ServerProcess(command, directory, log, new Single());
        this.atExit = new Thread(process::close, "stop-redis-" + port);
    }

    /**
     * Starts one in an empty directory.
     *
     * @param flags such as {@code "--appendonly", "yes"}
     */
    public static OwnRedis start(String... flags) {
        Path place = ServerPlace.forPrograms(Account.DIRECT);
        Path program = Binaries.redis(place);
        for (int tried = 1; ; tried++) {
            OwnRedis redis = make(place, program, List.of(flags));
            try {
                redis.process.start();
                Runtime.getRuntime().addShutdownHook(redis.atExit);
                return redis;
            } catch (NoTestServer e) {
                redis.process.close();
                if (tried == PORTS_TRIED || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private static OwnRedis make(Path place, Path program, List<String> flags) {
        try {
            return new OwnRedis(program, Files.createTempDirectory(place, "redis"), Ports.free(), flags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, the same after a restart. */
    public RedisServer server() {
        return server;
    }

    /** The number of its process. */
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

    /** As when the power fails: SIGKILL. Back when it is gone. */
    public void kill() {
        process.kill();
    }

    /** Starts the same server again at the same port, after a kill if it runs. Back when it answers. */
    public void restart() {
        if (isRunning()) {
            kill();
        }
        process.start();
    }

    /** Ends it and deletes its data. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.close();
    }

    private final class Single implements ServerProcess.Kind {

        @Override
        public String endSignal() {
            return "KILL";
        }

        @Override
        public boolean serves() throws IOException {
            return !server.version().isEmpty();
        }

        @Override
        public long pid(Process started) {
            return started.pid();
        }
    }
}
