package io.toolgateway.redis;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.StoreUnderTest;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.server.OwnRedis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What stands in the way of a claim or a sweep, and what it costs. */
@Tag("S2")
class ClaimingTest {

    private static final Keys KEYS = Shards.one("").all().get(0);

    private static OwnRedis server;
    private static RedisClient client;

    private StoreUnderTest opened;
    private Scenario scenario;

    @BeforeAll
    static void start() {
        server = OwnRedis.start();
        client = RedisClient.create(server.server().uri());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void open() {
        opened = RedisContract.opened(client, new SettableClock());
        scenario = new Scenario(opened.store());
    }

    @Test
    void whatWaitsForAToolThatIsOffIsLookedAtOnceAndNoFurtherThanALimit() {
        int waiting = 2_500;
        for (int i = 0; i < waiting; i++) {
            scenario.approved(aTicket(), SAM);
        }
        opened.store().switches().off("create_support_ticket", null, "ops");

        Map<String, Long> before = calls();
        assertThat(scenario.claim(10)).isEmpty();
        Map<String, Long> after = calls();

        // A page of 100 at a time, 20 pages at most, and one script for each to find and to read it.
        assertThat(after.get("hmget") - before.get("hmget")).as("rows read").isEqualTo(2_000);
        assertThat(after.get("evalsha") - before.get("evalsha")).as("scripts").isEqualTo(40);
        assertThat(after.get("zrangebyscore") - before.get("zrangebyscore"))
                .as("pages of the work of two tools")
                .isEqualTo(40);
    }

    @Test
    void whatMayBeTakenIsFoundBehindWhatMayNot() {
        for (int i = 0; i < 250; i++) {
            scenario.approvedChain(SAM, aRefund(), aTicket());
        }
        List<Proposal> first = scenario.claim(250).stream()
                .map(claimed -> {
                    assertThat(claimed.proposal().tool()).isEqualTo("process_refund");
                    return claimed.proposal();
                })
                .toList();
        assertThat(first).hasSize(250);
        Proposal last = scenario.approved(aTicket(), SAM);

        assertThat(scenario.claim(10))
                .extracting(claimed -> claimed.proposal().id())
                .containsExactly(last.id());
    }

    @Test
    void whatIsPendingBehindABrokenStepDoesNotStandInTheWayOfASweep() {
        List<Proposal> steps = scenario.insertChain(aRefund(), aTicket(), aTicket());
        scenario.made(steps.get(0), Changes.reject(SAM));

        assertThat(client.zrangeWithScores(KEYS.deadlines(), 0, -1))
                .hasSize(2)
                .allSatisfy(due -> assertThat(due.getScore()).isPositive());
    }

    @Test
    void noChainIsReadWhereNothingIsJudged() {
        List<Proposal> steps = scenario.approvedChain(SAM, aRefund(), aTicket(), aTicket());

        Map<String, Long> before = calls();
        scenario.now(steps.get(2));
        Map<String, Long> after = calls();

        assertThat(after.getOrDefault("lrange", 0L)).isEqualTo(before.getOrDefault("lrange", 0L));
        assertThat(after.get("hmget") - before.get("hmget")).as("rows read").isEqualTo(1);
    }

    /** How often the server has been asked for each command, those of scripts included. */
    private static Map<String, Long> calls() {
        Map<String, Long> calls = new HashMap<>();
        Matcher found = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)").matcher(client.info("commandstats"));
        while (found.find()) {
            calls.put(found.group(1), Long.parseLong(found.group(2)));
        }
        return calls;
    }
}
