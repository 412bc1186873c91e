package io.toolgateway.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.faults.Campaign;
import io.toolgateway.testkit.faults.Pace;
import io.toolgateway.testkit.faults.Report;
import io.toolgateway.testkit.faults.Stage;
import io.toolgateway.testkit.faults.StoreOpener;
import io.toolgateway.testkit.faults.Tripwire;
import io.toolgateway.testkit.server.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.StreamEntryID;

/**
 * A campaign against Redis and Postgres together: after each fault the view is held against the record until they are equal, all the
 * time it is looked whether it is ahead, and at the end nothing at all differs.
 */
final class ShownRun {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final long seed;
    private final Stage stage;
    private final Mirror mirror;
    private final Aftermaths aftermaths;
    private final Supplier<HostAndPort> redis;
    private final Database database;
    private boolean isLogWhole;
    private Supplier<Set<StreamEntryID>> forged = Set::of;

    ShownRun(String name, long seed, Database database, Stage stage, Supplier<HostAndPort> redis) {
        this.name = name;
        this.seed = seed;
        this.stage = stage;
        this.database = database;
        this.redis = redis;
        this.mirror = new Mirror(database, redis);
        this.aftermaths = new Aftermaths(mirror, name);
    }

    /** Nothing of Redis is lost in it, so that the log has to be complete. */
    ShownRun losingNothing() {
        isLogWhole = true;
        return this;
    }

    /** Others write into the log, too. */
    ShownRun forging(Supplier<Set<StreamEntryID>> forged) {
        this.forged = forged;
        return this;
    }

    /** A fault that is told apart from others in the times. */
    Runnable fault(String kind, Runnable fault) {
        return () -> {
            aftermaths.next(kind);
            fault.run();
        };
    }

    /** What kind of fault comes next. */
    void next(String kind) {
        aftermaths.next(kind);
    }

    /** A fault is over. */
    void look() {
        aftermaths.look();
    }

    /** What came of it. */
    record Findings(Report report, Aftermaths aftermaths, List<String> ahead, List<String> atTheEnd) {

        String lines() {
            return report.line() + "\n" + aftermaths.line();
        }

        /** All that may be asked of any campaign; and that the view was equal again so soon. */
        void requireNoneWrong(Duration soon) {
            assertThat(report.violations()).as(lines()).isEmpty();
            assertThat(report.starts()).as("handlers that began").isPositive();
            assertThat(ahead).as("ahead of the record").isEmpty();
            assertThat(atTheEnd).as("when nobody changes anything any more").isEmpty();
            assertThat(aftermaths.percentile(99))
                    .as(lines() + "\n" + aftermaths.late())
                    .isLessThanOrEqualTo(soon);
        }
    }

    /**
     * While one process is there that repairs. Before anything happens: a log may say twice what happens while its view is made; and
     * when all has happened, and the processes may have ended before the last repair.
     */
    private void awaitEqual() {
        Gate.open();
        StoreOpener.Opened one = new ShownOpener().open(stage.childAddress(), Tripwire.NONE);
        try {
            Pace.until(
                    () -> {
                        Mirror.Look look = mirror.look();
                        return look != null && look.different().isEmpty();
                    },
                    PATIENCE);
        } finally {
            one.close();
        }
    }

    /** Runs it and prints its lines. */
    Findings run(Function<Campaign, Report> program) {
        try (Campaign campaign = new Campaign(name, stage, seed);
                Mirror look = mirror;
                Watch watch = new Watch(new Mirror(database, redis))) {
            awaitEqual();
            campaign.afterEachFault(aftermaths::look);
            Report report = program.apply(campaign);
            awaitEqual();
            List<String> atTheEnd = new ArrayList<>(look.wrongInLog(isLogWhole, forged.get()));
            Mirror.Look last = look.look();
            atTheEnd.addAll(last == null ? List.of("Redis does not answer") : last.different());
            List<String> ahead = new ArrayList<>(watch.ahead());
            ahead.addAll(aftermaths.ahead());
            Findings findings = new Findings(report, aftermaths, ahead, atTheEnd);
            System.out.println(findings.lines());
            aftermaths.late().forEach(late -> System.out.println("    late: " + late));
            return findings;
        } finally {
            Gate.open();
        }
    }
}
