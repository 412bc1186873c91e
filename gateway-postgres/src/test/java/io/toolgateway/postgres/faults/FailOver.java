package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.testkit.faults.TcpProxy;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Two servers of which one follows the other, until it is cut off, and then has to take its place. Confined to one thread. */
final class FailOver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OwnRedis[] servers = {OwnRedis.start(), OwnRedis.start()};
    private final TcpProxy proxy;
    private volatile int master;

    FailOver() {
        HostAndPort first = address(servers[0]);
        proxy = new TcpProxy(first.getHost(), first.getPort(), () -> (bytes, length) -> TcpProxy.Verdict.PASS);
    }

    private static HostAndPort address(OwnRedis redis) {
        return new HostAndPort(redis.server().host(), redis.server().port());
    }

    /** Where clients find the one that is the master. */
    HostAndPort address() {
        return new HostAndPort("127.0.0.1", proxy.port());
    }

    /** Where the master is, past the proxy. */
    HostAndPort master() {
        return address(servers[master]);
    }

    /** The replica stays behind for some time; then the master is gone, and the replica is the master with what it has. */
    void fail(Duration behind) {
        OwnRedis old = servers[master];
        OwnRedis replica = servers[1 - master];
        try (Jedis client = new Jedis(address(replica))) {
            client.replicaof(old.server().host(), old.server().port());
            if (!Pace.until(() -> client.info("replication").contains("master_link_status:up"), PATIENCE)) {
                throw new AssertionError("the replica does not follow");
            }
            // Behind a door that nobody opens it hears no more, and keeps what it has.
            client.replicaof("127.0.0.1", 1);
            Pace.pass(behind);
            old.kill();
            client.replicaofNoOne();
        }
        master = 1 - master;
        proxy.leadTo(replica.server().host(), replica.server().port());
        old.restart();
    }

    @Override
    public void close() {
        proxy.close();
        for (OwnRedis server : servers) {
            server.close();
        }
    }
}
