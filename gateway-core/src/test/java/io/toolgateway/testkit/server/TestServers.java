package io.toolgateway.testkit.server;

/** The servers that all tests of a JVM share, started when first asked for and gone with the JVM. For any number of threads. */
public final class TestServers {

    /** The environment variable with the JDBC address of a Postgres where the user may create databases. */
    public static final String POSTGRES_URL = "GATEWAY_TEST_POSTGRES_URL";

    /** Its user; {@code postgres} without it. */
    public static final String POSTGRES_USER = "GATEWAY_TEST_POSTGRES_USER";

    /** Its password; empty without it. */
    public static final String POSTGRES_PASSWORD = "GATEWAY_TEST_POSTGRES_PASSWORD";

    /** The environment variable with the address of a Redis, {@code redis://host:port}. */
    public static final String REDIS_URL = "GATEWAY_TEST_REDIS_URL";

    private static final SharedServer<PostgresServer> POSTGRES =
            new SharedServer<>(new PostgresSearch(System.getenv(), Docker::answers, System.out::println));
    private static final SharedServer<RedisServer> REDIS =
            new SharedServer<>(new RedisSearch(System.getenv(), Docker::answers, System.out::println));

    private TestServers() {}

    /** The Postgres of this JVM. */
    public static PostgresServer postgres() {
        return POSTGRES.get();
    }

    /** The Redis of this JVM. */
    public static RedisServer redis() {
        return REDIS.get();
    }
}
