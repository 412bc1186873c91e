package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;

/** A record shown on a view that is repaired when the test says so, and a host on the same record that shows nothing. */
final class ViewUnderTest implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final StepScheduler repair = new StepScheduler();
    final PostgresProposalStore store;
    final PostgresProposalStore mute;
    final RedisLiveView view;
    final RedisKeys keys;
    private final TestDatabase database;
    private final RedisClient client;
    private final String namespace = "view-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();

    /** Not repaired yet. */
    ViewUnderTest(TestDatabase database) {
        this.database = database;
        database.empty();
        this.client = RedisClient.create(TestServers.redis().uri());
        this.keys = new RedisKeys(client, namespace + ":");
        this.view = another(repair);
        this.store = PostgresProposalStore.on(database.pool())
                .in(database.schema())
                .shownOn(view)
                .build();
        this.mute =
                PostgresProposalStore.on(database.pool()).in(database.schema()).build();
    }

    /** The turn of another process, which compares all that is open so often. */
    StepScheduler repairs(Duration comparing) {
        client.del(key("tool_calls:view:reconciler"));
        StepScheduler other = new StepScheduler();
        PostgresProposalStore.on(database.pool())
                .in(database.schema())
                .shownOn(RedisLiveView.on(client)
                        .in(namespace)
                        .comparedEvery(comparing)
                        .repairedBy(other)
                        .build())
                .build();
        return other;
    }

    /** Another process' view of the same. */
    RedisLiveView another(StepScheduler scheduler) {
        return RedisLiveView.on(client).in(namespace).repairedBy(scheduler).build();
    }

    /** What shows what it commits. */
    Scenario shown() {
        return new Scenario(store);
    }

    /** What commits as if the process had died before it showed it. */
    Scenario lost() {
        return new Scenario(mute);
    }

    UnifiedJedis redis() {
        return client;
    }

    String key(String name) {
        return namespace + ":" + name;
    }

    Map<String, String> isShown() {
        return new ShownView(client, namespace + ":").shown();
    }

    Map<String, String> isRecorded() {
        try (Connection look = database.connect()) {
            return ShownView.recorded(look, database.schema());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void requireEqual() {
        assertThat(isShown()).isEqualTo(isRecorded());
    }

    /** The statuses that the log has of a proposal. */
    List<String> logged(Object proposal) {
        return log().stream()
                .filter(entry -> entry.getFields().get("proposal_id").equals(proposal.toString()))
                .map(entry -> entry.getFields().get("status"))
                .toList();
    }

    List<StreamEntry> log() {
        return client.xrange(key("pending_tool_calls"), "-", "+");
    }

    long hints() {
        return client.xlen(key("approved_tool_calls"));
    }

    @Override
    public void close() {
        store.close();
        mute.close();
        keys.lose();
        client.close();
    }
}
