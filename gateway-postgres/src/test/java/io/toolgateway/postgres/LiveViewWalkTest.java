package io.toolgateway.postgres;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of which now and then nobody tells the view, and a Redis that now and then falls back or forgets. Looked at once, the
 * view is the record; and where Redis forgot nothing for good the log has each change of a status once and in order.
 */
@Tag("S4")
class LiveViewWalkTest {

    private static final int STEPS = 150;
    private static final long SEED = Long.getLong("walk.seed", System.nanoTime());

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create(HostIds.TEXT);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theViewIsTheRecordAgainAndItsLogIsWhole(int walk) {
        try (ViewUnderTest desk = new ViewUnderTest(database)) {
            Walk it = new Walk(desk, SEED + walk, false);
            it.run();
            it.statuses.forEach((id, statuses) ->
                    assertThat(desk.logged(id)).as(it.toString()).isEqualTo(statuses));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theViewIsTheRecordAgainWhateverRedisForgets(int walk) {
        try (ViewUnderTest desk = new ViewUnderTest(database)) {
            new Walk(desk, SEED - walk, true).run();
        }
    }

    private static final class Walk {

        private final ViewUnderTest desk;
        private final long seed;
        private final Random random;
        private final boolean forgets;
        private final List<Proposal> open = new ArrayList<>();
        private final Map<ProposalId, List<String>> statuses = new LinkedHashMap<>();
        private Map<String, byte[]> saved;

        Walk(ViewUnderTest desk, long seed, boolean forgets) {
            this.desk = desk;
            this.seed = seed;
            this.random = new Random(seed);
            this.forgets = forgets;
        }

        void run() {
            desk.repair.step();
            saved = desk.keys.saved();
            for (int step = 0; step < STEPS; step++) {
                int what = random.nextInt(20);
                if (what == 0) {
                    desk.repair.step();
                    desk.requireEqual();
                } else if (what == 1) {
                    saved = desk.keys.saved();
                } else if (what == 2) {
                    desk.keys.fallBackTo(saved);
                } else if (what == 3 && forgets) {
                    forget();
                } else {
                    live(random.nextInt(3) == 0 ? desk.lost() : desk.shown());
                }
            }
            desk.repair.step();
            assertThat(desk.isShown()).as(toString()).isEqualTo(desk.isRecorded());
        }

        private void forget() {
            switch (random.nextInt(3)) {
                case 0 -> desk.keys.lose();
                case 1 -> desk.redis().del(desk.key("pending_tool_calls"));
                default -> desk.redis().del(desk.key("tool_calls:view"));
            }
        }

        private void live(Scenario scenario) {
            if (open.size() < 4 || random.nextInt(4) == 0) {
                seen(scenario.insert(aTicket()));
                return;
            }
            Proposal one = open.remove(random.nextInt(open.size()));
            seen(scenario.made(one, next(one)));
        }

        private Change next(Proposal one) {
            if (one.phase() == Phase.PENDING) {
                return random.nextInt(5) == 0 ? Changes.reject(SAM) : Changes.approve(one, SAM);
            }
            if (one.phase() == Phase.APPROVED) {
                return random.nextInt(8) == 0 ? Changes.abandon() : Changes.claim("worker-1");
            }
            return switch (random.nextInt(4)) {
                case 0 -> Changes.release(one);
                case 1 -> Changes.failUnknown(one);
                case 2 -> Changes.heartbeat(one);
                default -> Changes.finish(one);
            };
        }

        private void seen(Proposal after) {
            List<String> all = statuses.computeIfAbsent(after.id(), none -> new ArrayList<>());
            String status = after.status().text();
            if (all.isEmpty() || !all.get(all.size() - 1).equals(status)) {
                all.add(status);
            }
            if (!after.status().isFinal()) {
                open.add(after);
            }
        }

        @Override
        public String toString() {
            return "-Dwalk.seed=" + seed;
        }
    }
}
