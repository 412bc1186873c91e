package io.toolgateway.testkit.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Servers in containers, where Docker answers; Testcontainers removes them when this JVM is gone. */
final class Docker {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PULL_AND_START = Duration.ofMinutes(3);

    private Docker() {}

    /** One look per JVM: asking may take seconds. */
    private static final class Look {
        // A lambda here would be a method of this class, and its thread would wait for the class that waits for it.
        static final boolean ANSWERS = answers(Docker::ask, PATIENCE);
    }

    private static boolean ask() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static boolean answers() {
        return Look.ANSWERS;
    }

    /** Whether it says yes in time: a socket that takes the question and is silent would hold us for minutes. */
    static boolean answers(BooleanSupplier question, Duration limit) {
        return within(limit, question::getAsBoolean).orElse(false);
    }

    static Optional<PostgresServer> postgres() {
        return started(
                new GenericContainer<>(DockerImageName.parse("postgres:17-alpine"))
                        .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                        .withCommand("postgres", "-c", "max_connections=200", "-c", "fsync=off")
                        .withExposedPorts(5432)
                        // The image starts it once to set itself up, and once more to serve.
                        .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 2)),
                container -> {
                    String url = "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432);
                    return new PostgresServer(new Database(url + "/postgres", "postgres", ""), false);
                });
    }

    static Optional<RedisServer> redis() {
        return started(
                new GenericContainer<>(DockerImageName.parse("redis:7-alpine")).withExposedPorts(6379),
                container -> RedisServer.at("redis://" + container.getHost() + ":" + container.getMappedPort(6379)));
    }

    private static <S> Optional<S> started(GenericContainer<?> container, Function<GenericContainer<?>, S> server) {
        return within(PULL_AND_START, () -> {
            container.start();
            return server.apply(container);
        });
    }

    private interface Question<T> {
        T ask();
    }

    /** Nothing, if it fails or takes longer: then the next kind of server has its turn. */
    private static <T> Optional<T> within(Duration limit, Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread asking = new Thread(
                () -> {
                    try {
                        answer.complete(question.ask());
                    } catch (RuntimeException | LinkageError e) {
                        answer.completeExceptionally(e);
                    }
                },
                "docker");
        asking.setDaemon(true);
        asking.start();
        try {
            return Optional.of(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Docker", e);
        }
    }
}
