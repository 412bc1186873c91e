package io.toolgateway.web;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.audit.ToolTable;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.notification.Notifications;
import io.toolgateway.notification.Subscription;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page for reviewers asks and is answered. */
@Tag("A7")
class ReviewApiTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final Caller TOM = Caller.of("acme", "tom").withRoles("agent");
    private static final Caller ELSEWHERE = Caller.of("other", "sue").withRoles("supervisor");

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final SettableClock clock = new SettableClock();
    private final InMemoryProposalStore memory = new InMemoryProposalStore(clock);
    private boolean lost;
    private int requests;

    private final Gateway gateway = Gateway.builder()
            .tools(ToolRegistry.of(
                    Tool.named("refund").arguments("""
                            {"type": "object", "required": ["order", "amount"], "additionalProperties": false,
                             "properties": {"order": {"type": "string"}, "amount": {"type": "number", "maximum": 900},
                               "express": {"type": "boolean"}, "pin": {"type": "string", "x-sensitive": true}}}""").callableBy("agent").handledBy(call -> {
                        ran.add(call.text("order") + " " + call.decimal("amount") + " " + call.text("pin"));
                        return ToolResult.success();
                    })))
            .policy(Policy.named("desk", "1").otherwise(requireApproval(byRole("supervisor"))))
            .store(store())
            .time(clock)
            .notifications(Notifications.to(Subscription.inApp()))
            .withoutLogging()
            .build();

    private final ReviewApi api = ReviewApi.of(gateway);

    /** The memory, unless it is lost. */
    private ProposalStore store() {
        return (ProposalStore) Proxy.newProxyInstance(
                ProposalStore.class.getClassLoader(), new Class<?>[] {ProposalStore.class}, (proxy, method, given) -> {
                    if (lost) {
                        throw new StoreException("lost", new IllegalStateException());
                    }
                    try {
                        return method.invoke(memory, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @AfterEach
    void close() {
        lost = false;
        gateway.close();
    }

    private ProposalId parked(String arguments) {
        ToolCall call = ToolCall.of("refund", arguments);
        Request request = Request.of("r" + ++requests).keyedBy("k" + requests);
        return Objects.requireNonNull(gateway.propose(call, ANN, request).proposalId());
    }

    private ProposalId parked() {
        return parked("{\"order\":\"ORD-1\",\"amount\":700.5,\"express\":false,\"pin\":\"4929\"}");
    }

    private ApiResponse get(String path, Caller person, String... parameters) {
        Map<String, String> named = new java.util.HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            named.put(parameters[i], parameters[i + 1]);
        }
        return api.handle(new ApiRequest("GET", path, named, ""), person);
    }

    private ApiResponse post(String path, Caller person, String body) {
        return api.handle(new ApiRequest("POST", path, Map.of(), body), person);
    }

    private ApiResponse decide(ProposalId id, String act, Caller person, String more) {
        String hash = String.valueOf(read(get("items/" + id, SUE)).get("hash"));
        return post("items/" + id + "/" + act, person, "{\"hash\":\"" + hash + "\"" + more + "}");
    }

    private static Map<String, @Nullable Object> read(ApiResponse response) {
        return Json.parseObject(response.body());
    }

    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> from, String name) {
        return Json.asObject(Objects.requireNonNull(from.get(name)));
    }

    private static List<@Nullable Object> items(ApiResponse response) {
        return Json.asArray(Objects.requireNonNull(read(response).get("items")));
    }

    @Test
    void whatWaitsIsShownToWhomItConcernsAndToNobodyElse() {
        ProposalId id = parked();

        assertThat(read(get("changes", SUE))).containsEntry("count", 1L);
        assertThat(items(get("pending", SUE))).hasSize(1);
        assertThat(items(get("pending", ANN))).hasSize(1);
        assertThat(items(get("pending", TOM))).isEmpty();
        assertThat(items(get("pending", ELSEWHERE))).isEmpty();
        assertThat(object(read(get("items/" + id, SUE)), "may"))
                .isEqualTo(Map.of("approve", true, "reject", true, "edit", true, "withdraw", false, "own", false));
        assertThat(object(read(get("items/" + id, ANN)), "may"))
                .isEqualTo(Map.of("approve", false, "reject", false, "edit", false, "withdraw", true, "own", true));
        assertThat(get("items/" + id, TOM).status()).isEqualTo(404);
        assertThat(get("items/" + id, ELSEWHERE).status()).isEqualTo(404);
        assertThat(get("items/" + id, SUE).body()).doesNotContain("4929");
    }

    @Test
    @Tag("A3")
    void aDecisionIsBoundToWhatWasSeen() {
        ProposalId id = parked();
        assertThat(post("items/" + id + "/approve", SUE, "{\"hash\":\"" + "0".repeat(64) + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(post("items/" + id + "/approve", SUE, "{}").status()).isEqualTo(400);
        assertThat(decide(id, "approve", ANN, "").status()).isEqualTo(403);
        assertThat(decide(id, "approve", TOM, "").status()).isEqualTo(403);
        assertThat(decide(id, "approve", ELSEWHERE, "").status()).isEqualTo(404);

        ApiResponse approved = decide(id, "approve", SUE, ",\"note\":\"fine\"");

        assertThat(approved.status()).isEqualTo(200);
        assertThat(read(approved).get("message")).asString().startsWith("Approved. It is run now");
        assertThat(object(read(approved), "item")).containsEntry("status", "approved");
        assertThat(decide(id, "reject", SUE, "").status()).isEqualTo(409);
        gateway.executor().runOnce();
        assertThat(ran).containsExactly("ORD-1 700.5 4929");
        assertThat(read(get("items/" + id, SUE))).containsEntry("status", "executed");
    }

    @Test
    void whatIsRejectedOrTakenBackDoesNotRun() {
        ProposalId rejected = parked();
        ProposalId withdrawn = parked();

        assertThat(read(decide(rejected, "reject", SUE, ",\"note\":\"too much\"")))
                .containsEntry("message", "Rejected. It will not run.");
        assertThat(decide(withdrawn, "withdraw", SUE, "").status()).isEqualTo(403);
        assertThat(decide(withdrawn, "withdraw", ANN, "").status()).isEqualTo(200);
        gateway.executor().runOnce();
        assertThat(ran).isEmpty();
        assertThat(get("items/" + rejected, SUE).body()).contains("too much");
    }

    @Test
    void anEditKeepsTypesAndSecretsAndIsApprovedByItself() {
        ProposalId id = parked();
        String changes =
                ",\"changes\":[{\"pointer\":\"/amount\",\"value\":\" 650 \"},{\"pointer\":\"/order\",\"value\":\"7\"},"
                        + "{\"pointer\":\"/express\",\"value\":\"true\"}]";

        ApiResponse edited = decide(id, "edit", SUE, changes);

        assertThat(edited.status()).isEqualTo(200);
        ProposalId revision =
                ProposalId.of(String.valueOf(object(read(edited), "item").get("id")));
        assertThat(revision).isNotEqualTo(id);
        assertThat(decide(revision, "approve", SUE, "").status()).isEqualTo(200);
        gateway.executor().runOnce();
        assertThat(ran).containsExactly("7 650 4929");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"pointer\":\"/amount\",\"value\":\"much\"}] | 400",
                "[{\"pointer\":\"/amount\",\"value\":\"\\\"650\\\"\"}] | 400",
                "[{\"pointer\":\"/express\",\"value\":\"1\"}] | 400",
                "[{\"pointer\":\"/nothing\",\"value\":\"1\"}] | 400",
                "[{\"pointer\":\"\",\"value\":\"{}\"}] | 400",
                "[{\"pointer\":\"/amount\"}] | 400",
                "[] | 400",
                "{} | 400",
                "[{\"pointer\":\"/amount\",\"value\":\"901\"}] | 422"
            })
    void anEditThatIsNoneLeavesTheCallAsItWas(String changes, int status) {
        ProposalId id = parked();

        ApiResponse answer = decide(id, "edit", SUE, ",\"changes\":" + changes);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(read(answer).get("message")).asString().isNotBlank();
        assertThat(read(get("items/" + id, SUE))).containsEntry("status", "pending");
    }

    @Test
    void aPageIsSentAgainOnlyWhenItHasChanged() {
        parked();
        String version = String.valueOf(read(get("pending", SUE)).get("version"));

        clock.advance(java.time.Duration.ofSeconds(5));
        assertThat(get("pending", SUE, "unless", version)).isEqualTo(new ApiResponse(204, ""));
        parked();
        assertThat(items(get("pending", SUE, "unless", version))).hasSize(2);
    }

    @Test
    void pagesFollowEachOther() {
        for (int i = 0; i < 5; i++) {
            parked();
        }
        ApiResponse first = get("pending", SUE, "limit", "2");
        ApiResponse second = get(
                "pending",
                SUE,
                "limit",
                "2",
                "cursor",
                String.valueOf(read(first).get("next")));
        ApiResponse third = get(
                "pending",
                SUE,
                "limit",
                "2",
                "cursor",
                String.valueOf(read(second).get("next")));

        assertThat(items(first)).hasSize(2).doesNotContainAnyElementsOf(items(second));
        assertThat(items(third)).hasSize(1);
        assertThat(read(third).get("next")).isNull();
    }

    @Test
    void theHistoryIsSearchedByWordsAndStatus() {
        ProposalId one = parked("{\"order\":\"ORD-77\",\"amount\":1}");
        parked("{\"order\":\"ORD-88\",\"amount\":2}");
        decide(one, "reject", SUE, "");

        assertThat(items(get("history", SUE))).hasSize(2);
        assertThat(items(get("history", SUE, "q", "ord 77"))).hasSize(1);
        assertThat(items(get("history", SUE, "status", "rejected"))).hasSize(1);
        assertThat(items(get("history", SUE, "q", "88", "status", "rejected"))).isEmpty();
        assertThat(items(get("history", TOM))).isEmpty();
        assertThat(items(get("history", ELSEWHERE))).isEmpty();
        assertThat(get("history", SUE, "q", "%&").status()).isEqualTo(400);
        assertThat(get("history", SUE, "status", "gone").status()).isEqualTo(400);
    }

    @Test
    @Tag("A8")
    void noticesAreFoundAndMarkedAsRead() {
        parked();
        gateway.notifications().deliverDue();

        assertThat(read(get("changes", SUE))).containsEntry("unread", 1L);
        assertThat(items(get("notifications", SUE)))
                .singleElement()
                .satisfies(item -> assertThat(Json.asObject(item))
                        .containsEntry("kind", "created")
                        .containsEntry("tool", "refund")
                        .containsEntry("read", false));
        assertThat(items(get("notifications", TOM))).isEmpty();
        assertThat(post("notifications/read", SUE, "{}").status()).isEqualTo(204);
        assertThat(read(get("changes", SUE))).containsEntry("unread", 0L);
    }

    @Test
    void figuresAreForThoseWhomTheHostChooses() {
        ReviewApi figures = api.withMetrics(person ->
                person.equals(SUE) ? Optional.of(ToolTable.of(List.of(), clock.instant())) : Optional.empty());
        ApiRequest request = new ApiRequest("GET", "metrics", Map.of(), "");

        assertThat(figures.handle(request, SUE).body()).contains("\"tools\":[]");
        assertThat(figures.handle(request, TOM).status()).isEqualTo(404);
        assertThat(api.handle(request, SUE).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,nowhere,404",
        "GET,items/,400",
        "GET,items/x,400",
        "GET,'',404",
        "DELETE,pending,405",
        "POST,pending,404",
        "POST,items/x/approve,400",
        "GET,items/../pending,404",
        "GET,items/x/approve,404"
    })
    void whatIsNotThereIsSaidInWords(String method, String path, int status) {
        ApiResponse answer = api.handle(new ApiRequest(method, path, Map.of(), "{}"), SUE);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(read(answer).get("message")).asString().isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"limit | 0", "limit | 101", "limit | x", "limit | 99999999999", "cursor | 7"})
    void aParameterThatIsNoneIsRefused(String name, String value) {
        assertThat(get("pending", SUE, name, value).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "{", "{\"hash\":1}", "{\"hash\":\"x\",\"hash\":\"y\"}", "null", "''"})
    void aBodyThatIsNoneIsRefused(String body) {
        ProposalId id = parked();

        assertThat(post("items/" + id + "/approve", SUE, body).status()).isEqualTo(400);
        assertThat(read(get("items/" + id, SUE))).containsEntry("status", "pending");
    }

    @Test
    @Tag("F16")
    void aStoreThatIsLostIsSaidAndIsNoDecision() {
        ProposalId id = parked();
        lost = true;

        ApiResponse answer = post("items/" + id + "/approve", SUE, "{\"hash\":\"x\"}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("Look again");
    }
}
