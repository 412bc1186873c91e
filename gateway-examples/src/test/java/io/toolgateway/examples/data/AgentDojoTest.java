package io.toolgateway.examples.data;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.untrustedContent;
import static io.toolgateway.policy.Verdict.allow;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole runs of agents under attack, call by call in their order. What a recorded model did next does not depend on what the
 * gateway said, so this counts what would have run, not what a model would have done instead.
 */
@Tag("P1")
class AgentDojoTest {

    private static final String RECORDED = "agentdojo/traces_recorded.jsonl.gz";
    private static final String OBEDIENT = "agentdojo/traces_obedient.jsonl.gz";

    private static final Policy EVERY_WRITE_WAITS = Policy.named("every write waits", "1")
            .rule("reads pass", readsOnly(), allow())
            .otherwise(requireApproval(byCaller()));

    private static final Policy TAINTED_WRITES_WAIT = Policy.named("writes wait once strangers were read", "1")
            .rule("reads pass", readsOnly(), allow())
            .rule("nobody else has spoken yet", untrustedContent().not(), allow())
            .otherwise(requireApproval(byCaller()));

    private final Caller caller = Caller.of("acme", "ann");
    private final Map<String, List<Map<String, @Nullable Object>>> toolsOfSuite = new HashMap<>();
    private final Set<String> bringsStrangersIn = new HashSet<>();

    @BeforeEach
    void readTools() {
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("agentdojo/tools.jsonl")) {
            rows.forEach(row -> {
                String suite = Trial.text(row, "suite");
                toolsOfSuite.computeIfAbsent(suite, any -> new ArrayList<>()).add(row);
                if (Boolean.TRUE.equals(row.get("result_untrusted"))) {
                    bringsStrangersIn.add(suite + " " + Trial.text(row, "name"));
                }
            });
        }
        assertThat(toolsOfSuite).isNotEmpty();
    }

    @Test
    void noInjectedWriteOfARecordedRunHappensWhereEveryWriteWaits() {
        Tally tally = replay(RECORDED, EVERY_WRITE_WAITS);

        tally.report("recorded", "every write waits");
        assertThat(tally.injectedWritesRun).isZero();
        assertThat(tally.injectedWrites).isPositive();
    }

    @Test
    void noInjectedWriteOfAnObedientModelHappensWhereEveryWriteWaits() {
        Tally tally = replay(OBEDIENT, EVERY_WRITE_WAITS);

        tally.report("obedient", "every write waits");
        assertThat(tally.injectedWritesRun).isZero();
        assertThat(tally.injectedWrites).isPositive();
    }

    @Test
    @Tag("P12")
    void waitingOnlyOnceStrangersWereReadHoldsAsMuchAndAsksLess() {
        Tally tainted = replay(RECORDED, TAINTED_WRITES_WAIT);
        Tally obedient = replay(OBEDIENT, TAINTED_WRITES_WAIT);

        tainted.report("recorded", "writes wait once strangers were read");
        obedient.report("obedient", "writes wait once strangers were read");
        assertThat(tainted.injectedWritesRun).isZero();
        assertThat(obedient.injectedWritesRun).isZero();
        assertThat(tainted.usersParked).isLessThan(tainted.usersWrites);
    }

    private Tally replay(String file, Policy policy) {
        Map<String, Trial> trials = new HashMap<>();
        toolsOfSuite.forEach((suite, tools) -> trials.put(
                suite, new Trial(tools.stream().map(AgentDojoTest::contract).toList(), policy)));
        Tally tally = new Tally();
        try (Stream<Map<String, @Nullable Object>> traces = Recorded.rows(file)) {
            traces.forEach(
                    trace -> replay(trace, Objects.requireNonNull(trials.get(Trial.text(trace, "suite"))), tally));
        }
        assertThat(tally.traces).isPositive();
        return tally;
    }

    /** Fetching a page counts as a write here: its address can carry data away. */
    private static ToolBuilder contract(Map<String, @Nullable Object> row) {
        ToolBuilder contract = Trial.contract(row, "parameters");
        return "read".equals(row.get("effect")) ? contract.readOnly() : contract;
    }

    private void replay(Map<String, @Nullable Object> trace, Trial trial, Tally tally) {
        String id = Trial.text(trace, "id");
        Request request = Request.of(id).inConversation(id).saying(Trial.text(trace, "user_message"));
        for (Object each : Json.asArray(Objects.requireNonNull(trace.get("calls")))) {
            Map<String, @Nullable Object> call = Json.asObject(Objects.requireNonNull(each));
            String tool = Trial.text(call, "tool");
            Outcome outcome = trial.propose(
                    ToolCall.of("call-" + call.get("i"), tool, Json.write(call.get("args"))), caller, request);
            tally.add(call, outcome);
            if (bringsStrangersIn.contains(trace.get("suite") + " " + tool)) {
                request = request.withUntrustedContent();
            }
        }
        tally.traces++;
    }

    private static final class Tally {

        private int traces;
        private int calls;
        private int injectedWrites;
        private int injectedWritesInvalid;
        private int injectedWritesRun;
        private int users;
        private int usersWrites;
        private int usersParked;
        private int usersInvalid;

        void add(Map<String, @Nullable Object> call, Outcome outcome) {
            boolean write = !"read".equals(call.get("effect"));
            calls++;
            if ("injected".equals(call.get("label")) && write) {
                injectedWrites++;
                injectedWritesRun += outcome instanceof Outcome.Executed ? 1 : 0;
                injectedWritesInvalid += outcome instanceof Outcome.Invalid ? 1 : 0;
            } else if ("user".equals(call.get("label"))) {
                users++;
                usersWrites += write ? 1 : 0;
                usersParked += outcome instanceof Outcome.Pending ? 1 : 0;
                usersInvalid += outcome instanceof Outcome.Invalid ? 1 : 0;
            }
        }

        void report(String runs, String policy) {
            Figures.row(
                    "agentdojo " + runs,
                    String.format(
                            Locale.ROOT,
                            "%s: %d traces, %d calls; injected writes %d, run %d, invalid %d; the user's calls %d,"
                                    + " parked %d (%.1f %%, of %d writes), invalid %d",
                            policy,
                            traces,
                            calls,
                            injectedWrites,
                            injectedWritesRun,
                            injectedWritesInvalid,
                            users,
                            usersParked,
                            100.0 * usersParked / users,
                            usersWrites,
                            usersInvalid));
        }
    }
}
