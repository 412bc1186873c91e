package io.toolgateway.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.checker.Invariant;
import io.toolgateway.testkit.checker.Violation;
import io.toolgateway.testkit.faults.Campaigns;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.OwnRedis;
import io.toolgateway.testkit.server.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The campaigns can fail: each guard finds a mistake that was made on purpose. */
@Tag("S1")
@Tag("S4")
class ShownMistakesTest {

    private static final int FORGED = 15;

    @TempDir
    Path folder;

    /** I10. */
    @Test
    @Tag("slow")
    void aViewThatIsNeverRepairedIsNotEqual() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            ShownRun.Findings found =
                    run("mistake: never repaired", NeverRepaired.class, faults, faults::forgetsAll, 1);
            assertThat(found.aftermaths().percentile(99)).isGreaterThan(Aftermaths.SOON);
            assertThat(found.aftermaths().late()).isNotEmpty();
        }
    }

    /** I13. */
    @Test
    @Tag("campaign")
    void aViewThatShowsBeforeTheCommitIsAhead() {
        try (OwnRedis redis = OwnRedis.start()) {
            ShownRun.Findings found =
                    run("mistake: shown too early", ShownTooEarly.class, new RedisFaults(redis), () -> {}, 1);
            assertThat(found.ahead()).isNotEmpty();
        }
    }

    /** I1, I6, I9. */
    @Test
    @Tag("campaign")
    void aWorkerThatTrustsAnEntryRunsWhatNobodyApproved() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            Database database = TestServers.postgres().freshDatabase();
            Forger forger = new Forger(database, faults::address, 1);
            ShownRun.Findings found =
                    run("mistake: hints trusted", HintTrusted.class, database, faults, forger::forgeHint, FORGED);
            assertThat(found.report().violations())
                    .extracting(Violation::invariant)
                    .contains(Invariant.I1, Invariant.I6);
        }
    }

    @Test
    void anEntryThatNoEventStandsBehindIsFoundInTheLog() {
        try (OwnRedis redis = OwnRedis.start()) {
            RedisFaults faults = new RedisFaults(redis);
            Database database = TestServers.postgres().freshDatabase();
            PostgresStage.on(database, folder);
            Forger forger = new Forger(database, faults::address, 1);
            try (Mirror mirror = new Mirror(database, faults::address);
                    Jedis client = mirror.connect()) {
                assertThat(mirror.wrongInLog(true, Set.of())).isEmpty();
                forger.forgeLog();
                assertThat(mirror.wrongInLog(false, Set.of())).isNotEmpty();
                assertThat(mirror.wrongInLog(true, forger.written())).isEmpty();
                assertThat(client.xlen("pending_tool_calls")).isEqualTo(1);
            }
        }
    }

    private ShownRun.Findings run(
            String name, Class<? extends ShownOpener> mistake, RedisFaults faults, Runnable fault, int times) {
        return run(name, mistake, TestServers.postgres().freshDatabase(), faults, fault, times);
    }

    private ShownRun.Findings run(
            String name,
            Class<? extends ShownOpener> mistake,
            Database database,
            RedisFaults faults,
            Runnable fault,
            int times) {
        ShownRun run = new ShownRun(
                name,
                1,
                database,
                PostgresStage.shown(database, folder, mistake, faults.address(), OptionalInt.empty()),
                faults::address);
        return run.run(campaign -> Campaigns.faults(campaign, times, List.of(fault)));
    }
}
