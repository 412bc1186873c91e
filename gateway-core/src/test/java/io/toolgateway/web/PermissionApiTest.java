package io.toolgateway.web;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people allow in advance on a page, and take back there. */
@Tag("A2")
@Tag("A7")
class PermissionApiTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller TOM = Caller.of("acme", "tom").withRoles("agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final String CALL = "{\"order\":\"ORD-1\\u202e\",\"amount\":1700.5,\"note\":\"late\"}";

    private final SettableClock clock = new SettableClock();
    private final Gateway gateway = Gateway.builder()
            .tools(ToolRegistry.of(
                    Tool.named("refund").arguments("""
                            {"type": "object", "required": ["order", "amount"], "additionalProperties": false,
                             "properties": {"order": {"type": "string"}, "amount": {"type": "number"},
                               "note": {"type": "string"}}}""").callableBy("agent").handledBy(call -> ToolResult.success())))
            .policy(Policy.named("desk", "1").otherwise(requireApproval(byRole("supervisor"))))
            .standingPermissions("refund", 50, Duration.ofDays(7))
            .time(clock)
            .withoutLogging()
            .build();
    private final ReviewApi api = ReviewApi.of(gateway);

    @AfterEach
    void close() {
        gateway.close();
    }

    private Outcome propose(String arguments) {
        return gateway.propose(ToolCall.of("refund", arguments), ANN);
    }

    private ProposalId parked() {
        return Objects.requireNonNull(propose(CALL).proposalId());
    }

    private String hash(ProposalId id) {
        return gateway.approvals().find(id, SUE).orElseThrow().hash();
    }

    private ApiResponse get(String path, Caller person, String... parameters) {
        Map<String, String> named = parameters.length == 0 ? Map.of() : Map.of(parameters[0], parameters[1]);
        return api.handle(new ApiRequest("GET", path, named, ""), person);
    }

    private ApiResponse post(String path, Caller person, String body) {
        return api.handle(new ApiRequest("POST", path, Map.of(), body), person);
    }

    private ApiResponse permit(ProposalId id, Caller person, String scope) {
        return post("items/" + id + "/permit", person, "{\"hash\":\"" + hash(id) + "\"," + scope + "}");
    }

    private static final String SCOPE = "\"uses\":2,\"minutes\":60,\"note\":\"as agreed\",\"bounds\":"
            + "[{\"argument\":\"amount\",\"up_to\":2000},{\"argument\":\"note\",\"anything\":true}]";

    private List<?> listed(Caller person) {
        return (List<?>) Objects.requireNonNull(
                Json.parseObject(get("permissions", person).body()).get("items"));
    }

    private static Object of(Object one, String name) {
        return Objects.requireNonNull(Json.asObject(one).get(name));
    }

    private static String message(ApiResponse response) {
        return String.valueOf(Json.parseObject(response.body()).get("message"));
    }

    @Test
    void whatIsAllowedInAdvanceRunsAndIsSeenAndTakenBack() {
        ProposalId id = parked();
        assertThat(get("items/" + id, SUE).body()).contains("\"permit\":{\"most_uses\":50,\"most_minutes\":10080}");

        ApiResponse given = permit(id, SUE, SCOPE);

        assertThat(given.status()).isEqualTo(200);
        assertThat(message(given)).contains("still to be decided");
        assertThat(gateway.approvals().find(id, SUE).orElseThrow().isPending()).isTrue();
        assertThat(propose(CALL.replace("1700.5", "1999"))).isInstanceOf(Outcome.Executed.class);
        Object card = listed(SUE).get(0);
        assertThat(of(card, "tool")).isEqualTo("refund");
        assertThat(of(card, "for")).isEqualTo("ann");
        assertThat(of(card, "by")).isEqualTo("sue");
        assertThat(of(card, "uses")).isEqualTo(2L);
        assertThat(of(card, "used")).isEqualTo(1L);
        assertThat(of(card, "state")).isEqualTo("usable");
        assertThat(of(of(card, "note"), "text")).isEqualTo("as agreed");
        // What is hidden in a value is seen, and the rest reads as on a card.
        assertThat(Json.write(of(card, "terms")))
                .contains("\"up to\"", "2,000", "\"exactly\"", "ORD-1⟦U+202E⟧", "anything, or nothing");
        assertThat(listed(ANN)).hasSize(1);
        assertThat(listed(TOM)).isEmpty();

        String path = "permissions/" + of(card, "id") + "/revoke";
        assertThat(post(path, TOM, "{}").status()).isEqualTo(404);
        assertThat(message(post(path, ANN, "{}"))).startsWith("Taken back.");
        assertThat(message(post(path, SUE, "{}"))).isEqualTo("It was taken back before.");
        assertThat(of(listed(SUE).get(0), "state")).isEqualTo("revoked");
        assertThat(of(listed(SUE).get(0), "revoked_by")).isEqualTo("ann");
        assertThat(propose(CALL)).isInstanceOf(Outcome.Pending.class);
    }

    @Test
    void aPageSaysWhyItIsOver() {
        permit(parked(), SUE, SCOPE);
        propose(CALL);
        propose(CALL);
        assertThat(of(listed(SUE).get(0), "state")).isEqualTo("used_up");

        clock.advance(Duration.ofHours(1));
        assertThat(of(listed(SUE).get(0), "state")).isEqualTo("over");
    }

    @Test
    void whoMayNotIsToldSo() {
        ProposalId id = parked();

        assertThat(get("items/" + id, ANN).body()).doesNotContain("permit");
        assertThat(permit(id, ANN, SCOPE).status()).isEqualTo(403);
        assertThat(permit(id, Caller.of("other", "sue").withRoles("supervisor"), SCOPE)
                        .status())
                .isEqualTo(404);
        gateway.approvals().reject(id, hash(id), SUE, "no");
        assertThat(permit(id, SUE, SCOPE).status()).isEqualTo(409);
        assertThat(listed(SUE)).isEmpty();
    }

    @Test
    void whatWasNotSeenIsNotPermitted() {
        ProposalId id = parked();

        assertThat(post("items/" + id + "/permit", SUE, "{\"hash\":\"other\"," + SCOPE + "}")
                        .status())
                .isEqualTo(409);
        assertThat(listed(SUE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"uses\":2 | 400",
                "\"minutes\":60 | 400",
                "\"uses\":\"2\",\"minutes\":60 | 400",
                "\"uses\":2.5,\"minutes\":60 | 400",
                "\"uses\":2,\"minutes\":9223372036854775807 | 400",
                "\"uses\":51,\"minutes\":60 | 422",
                "\"uses\":0,\"minutes\":60 | 422",
                "\"uses\":2,\"minutes\":10081 | 422",
                "\"uses\":2,\"minutes\":60,\"bounds\":[{\"argument\":\"amount\",\"up_to\":5}] | 422",
                "\"uses\":2,\"minutes\":60,\"bounds\":[{\"argument\":\"amount\",\"up_to\":-5}] | 400",
                "\"uses\":2,\"minutes\":60,\"bounds\":[{\"argument\":\"amount\",\"one_of\":[]}] | 400",
                "\"uses\":2,\"minutes\":60,\"bounds\":[{\"argument\":\"amount\",\"one_of\":[null]}] | 400",
                "\"uses\":2,\"minutes\":60,\"bounds\":[{\"argument\":\"amount\"}] | 400",
                "\"uses\":2,\"minutes\":60,\"bounds\":[{\"up_to\":2000}] | 400",
                "\"uses\":2,\"minutes\":60,\"bounds\":[{\"argument\":\"amount\",\"anything\":false}] | 400",
                "\"uses\":2,\"minutes\":60,\"bounds\":[7] | 400"
            })
    void whatCannotBeReadOrIsNotOfferedIsSaid(String scope, int status) {
        ApiResponse response = permit(parked(), SUE, scope);

        assertThat(response.status()).isEqualTo(status);
        assertThat(message(response)).isNotBlank();
        assertThat(listed(SUE)).isEmpty();
    }

    @Test
    void theListHasPages() {
        for (int i = 0; i < 3; i++) {
            permit(parked(), SUE, SCOPE.replace("2000", "2000." + i));
            // Calls like the ones before run; the next one is to be seen.
            propose(CALL);
            propose(CALL);
        }
        Map<String, @Nullable Object> first =
                Json.parseObject(get("permissions", SUE, "limit", "2").body());
        assertThat((List<?>) Objects.requireNonNull(first.get("items"))).hasSize(2);
        Map<String, @Nullable Object> rest =
                Json.parseObject(get("permissions", SUE, "cursor", String.valueOf(first.get("next")))
                        .body());
        assertThat((List<?>) Objects.requireNonNull(rest.get("items"))).hasSize(1);
        assertThat(rest.get("next")).isNull();
        assertThat(get("permissions", SUE, "cursor", "no id").status()).isEqualTo(400);
        assertThat(get("permissions", SUE, "limit", "0").status()).isEqualTo(400);
        assertThat(post("permissions/" + UUID.randomUUID() + "/revoke", SUE, "{}")
                        .status())
                .isEqualTo(404);
        assertThat(post("permissions/no-id/revoke", SUE, "{}").status()).isEqualTo(400);
        assertThat(post("permissions/" + UUID.randomUUID() + "/permit", SUE, "{}")
                        .status())
                .isEqualTo(404);
    }
}
