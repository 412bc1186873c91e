package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A retail shop: calls on the user's own orders, accounts and means of payment, and the same calls on those of others. */
@Tag("P5")
class Tau2OwnershipTest {

    private static final String SET = "tau2";

    private final Map<String, String> ownerOfOrder = new HashMap<>();
    private final Map<String, Set<String>> meansOfUser = new HashMap<>();
    private List<Map<String, @Nullable Object>> tools = List.of();
    private List<Map<String, @Nullable Object>> cases = List.of();

    /** Which arguments name something that belongs to somebody, and whether it is this user's. */
    private final Map<String, BiPredicate<String, String>> owned = Map.of(
            "order_id", (user, order) -> user.equals(ownerOfOrder.get(order)),
            "user_id", String::equals,
            "payment_method_id",
                    (user, means) -> meansOfUser.getOrDefault(user, Set.of()).contains(means));

    @BeforeEach
    void read() {
        tools = rows("tools.jsonl").stream()
                .filter(tool -> "retail".equals(tool.get("domain")))
                .toList();
        cases = rows("retail_ownership_cases.jsonl");
        rows("retail_orders.jsonl.gz")
                .forEach(order -> ownerOfOrder.put(Trial.text(order, "order_id"), Trial.text(order, "user_id")));
        rows("retail_users.jsonl.gz")
                .forEach(user -> meansOfUser.put(
                        Trial.text(user, "user_id"),
                        Json.asArray(Objects.requireNonNull(user.get("payment_methods"))).stream()
                                .map(String.class::cast)
                                .collect(Collectors.toSet())));
        assertThat(tools).isNotEmpty();
        assertThat(cases).isNotEmpty();
    }

    @Test
    void everyForeignCallIsDeniedByThePermissionAndEveryOwnCallIsParked() {
        Trial trial = trial(tool -> tool.permittedWhen(this::isOwn));

        List<String> wrong = new ArrayList<>();
        Map<String, Integer> asExpected = new TreeMap<>();
        for (Map<String, @Nullable Object> each : cases) {
            boolean foreign = "deny".equals(each.get("expect"));
            if (foreign ? isNotFound(propose(trial, each)) : propose(trial, each) instanceof Outcome.Pending) {
                asExpected.merge(foreign ? (String) each.get("mutation") : "own", 1, Integer::sum);
            } else {
                wrong.add(Trial.text(each, "id"));
            }
        }

        Figures.row(SET, String.format("%d ownership cases, %d wrong: %s", cases.size(), wrong.size(), asExpected));
        assertThat(wrong).isEmpty();
        assertThat(asExpected.keySet()).contains("own").hasSizeGreaterThan(1);
    }

    @Test
    void itIsThePermissionAndNothingElseThatKeepsForeignCallsOut() {
        Trial open = trial(tool -> tool);

        assertThat(cases).allMatch(each -> propose(open, each) instanceof Outcome.Pending);
    }

    private boolean isOwn(Call call) {
        return owned.entrySet().stream()
                .filter(argument -> call.has(argument.getKey()))
                .allMatch(argument -> argument.getValue().test(call.caller().userId(), call.text(argument.getKey())));
    }

    private static boolean isNotFound(Outcome outcome) {
        return outcome instanceof Outcome.Denied denied && denied.code().equals("not_found");
    }

    /** The authors of the set say which tools change nothing. */
    private Trial trial(UnaryOperator<ToolBuilder> permission) {
        List<ToolBuilder> contracts = new ArrayList<>();
        for (Map<String, @Nullable Object> tool : tools) {
            ToolBuilder contract = permission.apply(Trial.contract(tool, "parameters"));
            contracts.add(Boolean.FALSE.equals(tool.get("mutates")) ? contract.readOnly() : contract);
        }
        return new Trial(contracts, Policy.safeDefault());
    }

    private static Outcome propose(Trial trial, Map<String, @Nullable Object> each) {
        return trial.propose(
                ToolCall.of(Trial.text(each, "tool"), Json.write(each.get("args"))),
                Caller.of("shop", Trial.text(each, "authenticated_user")),
                Request.of(Trial.text(each, "id")));
    }

    private static List<Map<String, @Nullable Object>> rows(String file) {
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("tau2/" + file)) {
            return rows.toList();
        }
    }
}
