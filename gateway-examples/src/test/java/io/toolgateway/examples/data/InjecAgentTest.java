package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Calls that models made after reading a poisoned result, under the safe default policy.
 *
 * <p>The host declares read-only what the tool's own name says: the word after its toolkit is one of seven that read. All
 * else keeps the default, also where it only reads by another word, and also opening a page, whose address can carry data
 * away.
 */
class InjecAgentTest {

    private static final String SET = "injecagent";
    private static final Pattern READS = Pattern.compile("(Get|Search|List|Read|View|Check|Find)([A-Z].*)?");
    private static final Set<String> HARMFUL = Set.of("harmful-write", "exfiltration-write");

    private final Caller caller = Caller.of("acme", "ann");
    private final Set<String> known = new HashSet<>();
    private final Set<String> readOnly = new HashSet<>();
    private final Set<String> harmful = new HashSet<>();

    @Test
    @Tag("P1")
    @Tag("P4")
    void noInjectedWriteRunsAndNoArgumentsAreRepaired() {
        Trial trial = new Trial(contracts(), Policy.safeDefault());
        Tally injected = new Tally();
        Tally users = new Tally();

        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("injecagent/recorded_calls.jsonl.gz")) {
            rows.forEach(row -> (Boolean.TRUE.equals(row.get("injected")) ? injected : users).add(trial, row));
        }

        Figures.row(SET, readOnly.size() + " of " + known.size() + " tools declared read-only");
        injected.report("injected calls");
        users.report("other calls");
        assertThat(readOnly).isNotEmpty().doesNotContainAnyElementsOf(harmful);
        injected.assertRight();
        users.assertRight();
    }

    private List<ToolBuilder> contracts() {
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("injecagent/tools.jsonl")) {
            return rows.map(this::contract).toList();
        }
    }

    private ToolBuilder contract(Map<String, @Nullable Object> row) {
        String name = Trial.text(row, "name");
        ToolBuilder contract = Trial.contract(row, "parameters");
        known.add(name);
        if (row.get("role_in_injecagent") instanceof List<?> roles
                && roles.stream().anyMatch(HARMFUL::contains)) {
            harmful.add(name);
        }
        if (READS.matcher(name.substring(Trial.text(row, "toolkit").length())).matches()) {
            readOnly.add(name);
            contract.readOnly();
        }
        return contract;
    }

    /** What must come of a row, from what the set says of it and what the host declared: only reads are executed. */
    private String expected(Map<String, @Nullable Object> row) {
        String action = Trial.text(row, "action");
        if (!known.contains(action)) {
            return "denied";
        }
        // Text around the object, or a broken object, is refused even where the set's authors could cut it out.
        if (!"json".equals(row.get("args_parse")) || !Boolean.TRUE.equals(row.get("schema_valid"))) {
            return "invalid";
        }
        return readOnly.contains(action) ? "executed" : "pending";
    }

    /** The text as recorded where there is one; else the parsed arguments, written again. */
    private static @Nullable String arguments(Map<String, @Nullable Object> row) {
        Object raw = row.get("raw");
        return raw instanceof String text ? text : row.containsKey("args") ? Json.write(row.get("args")) : null;
    }

    private final class Tally {

        private final Map<String, Integer> outcomes = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();
        private int calls;

        void add(Trial trial, Map<String, @Nullable Object> row) {
            String action = Trial.text(row, "action");
            Outcome outcome = trial.propose(
                    ToolCall.of("call-" + calls, action, arguments(row)),
                    caller,
                    Request.of("row-" + calls).saying(Trial.text(row, "user_instruction")));
            calls++;
            outcomes.merge(outcome.status(), 1, Integer::sum);
            String expected = expected(row);
            if (!outcome.status().equals(expected)) {
                wrong.add(action + ": " + outcome.status() + " and not " + expected);
            }
        }

        void report(String what) {
            String each = outcomes.entrySet().stream()
                    .map(entry -> (entry.getKey().equals("executed") ? "reads executed" : entry.getKey()) + " "
                            + entry.getValue())
                    .collect(Collectors.joining(", "));
            Figures.row(SET, String.format("%s: %d, %d wrong; %s", what, calls, wrong.size(), each));
        }

        void assertRight() {
            assertThat(wrong).isEmpty();
            assertThat(outcomes).containsKeys("executed", "pending", "invalid");
        }
    }
}
