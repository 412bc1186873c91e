package io.toolgateway.examples.proposallog;

import io.toolgateway.redis.LogBatch;
import io.toolgateway.redis.ProposalLog;
import io.toolgateway.redis.RedisProposalStore;
import java.util.UUID;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * What if somebody asks for figures when all is over? A group that is made then reads the log from its start.
 *
 * @since 0.1
 */
public final class ProposalLogExample {

    private ProposalLogExample() {}

    /**
     * Runs the program: proposals are made, decided and run, and after that they are counted.
     *
     * @param args {@code --redis=redis://host:port}, else a server on this machine is used; {@code --in=} a namespace
     */
    public static void main(String[] args) {
        Options options = Options.of(args);
        try (UnifiedJedis jedis = RedisClient.create(options.redis())) {
            try (RedisProposalStore store =
                    RedisProposalStore.on(jedis).in(options.namespace()).build()) {
                Desk.work(store);
            }
            count(jedis, options.namespace());
        }
    }

    /** What runs for ever calls {@code read(Duration, ...)} instead, which waits, under one name. */
    private static void count(UnifiedJedis jedis, String namespace) {
        StatusTable table = new StatusTable();
        int entries = 0;
        try (ProposalLog log = ProposalLog.on(jedis)
                .in(namespace)
                .group("analytics-" + UUID.randomUUID()) // made now, and new with every run
                .build()) {
            LogBatch batch = log.read(table::add);
            while (!batch.isEmpty()) {
                entries += batch.handled();
                batch = log.read(table::add);
            }
        }
        System.out.println(entries + " changes of " + table.proposals() + " proposals");
        System.out.print(table);
    }
}
