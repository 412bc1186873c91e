package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.faults.TcpProxy;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Nobody waits for ever: not for a server that is gone, not for a connection. */
@Tag("S2")
@Timeout(60)
class LostServerTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private static OwnRedis server;

    @BeforeAll
    static void start() {
        server = OwnRedis.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aWaitEndsWithTheTimeoutOfItsSocket() throws Exception {
        try (TcpProxy proxy = new TcpProxy(
                        server.server().host(),
                        server.server().port(),
                        () -> (bytes, length) -> TcpProxy.Verdict.PASS);
                RedisClient client = RedisClient.create("redis://127.0.0.1:" + proxy.port());
                RedisProposalStore store = RedisProposalStore.on(client).build()) {
            store.awaitWork(Duration.ofMillis(1));
            proxy.swallow();

            FutureTask<Boolean> waiting = new FutureTask<>(() -> {
                assertThatThrownBy(() -> store.awaitWork(LONG)).isInstanceOf(UnreachableException.class);
                return true;
            });
            new Thread(waiting).start();

            assertThat(ended(waiting)).isTrue();
            proxy.pass();
        }
    }

    @Test
    void anInterruptEndsTheWaitForAConnectionAndIsKept() throws Exception {
        assertEndedByInterrupt(store -> {
            assertThatThrownBy(() -> store.find(People.ACME, new ProposalId(SequentialIds.IDS.next())))
                    .isInstanceOf(StoreException.class)
                    .isNotInstanceOf(UnreachableException.class)
                    .hasMessage("Redis: interrupted while waiting for a connection");
            return Thread.interrupted();
        });
    }

    @Test
    void anInterruptEndsTheWaitForWorkWithoutAConnection() throws Exception {
        assertEndedByInterrupt(store -> {
            assertThatThrownBy(() -> store.awaitWork(LONG)).isInstanceOf(InterruptedException.class);
            return !Thread.interrupted();
        });
    }

    private interface Wait {
        boolean endsWell(RedisProposalStore store);
    }

    /** Of the one connection that is held by somebody else. */
    private static void assertEndedByInterrupt(Wait wait) throws Exception {
        GenericObjectPoolConfig<Connection> one = new GenericObjectPoolConfig<>();
        one.setMaxTotal(1);
        PooledConnectionProvider connections = new PooledConnectionProvider(
                new HostAndPort(server.server().host(), server.server().port()),
                DefaultJedisClientConfig.builder().build(),
                one);
        try (RedisClient client = RedisClient.builder()
                        .connectionProvider(connections)
                        .commandExecutor(new DefaultCommandExecutor(connections))
                        .build();
                RedisProposalStore store = RedisProposalStore.on(client).build()) {
            Connection held = connections.getConnection();
            try {
                FutureTask<Boolean> waiting = new FutureTask<>(() -> wait.endsWell(store));
                Thread thread = new Thread(waiting);
                thread.start();
                while (thread.getState() != Thread.State.WAITING && !waiting.isDone()) {
                    Thread.onSpinWait();
                }

                thread.interrupt();

                assertThat(ended(waiting)).as("the interrupt is told once").isTrue();
            } finally {
                held.close();
            }
        }
    }

    private static boolean ended(FutureTask<Boolean> waiting) throws Exception {
        try {
            return waiting.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
