package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.caller.Caller;
import io.toolgateway.conversation.ActionStatus;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.Looking;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ready-made tool by which a model asks what has become of an action. */
@Tag("P8")
class ActionStatusTest {

    private final ShopFixture shop = new ShopFixture();
    private final InMemoryProposalStore store = new InMemoryProposalStore(new SettableClock());
    private final Gateway gateway =
            shop.gateway().store(store).offeringActionStatus().build();
    private final ProposalId id = gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT)
            .proposalId();

    private Outcome ask(String proposalId, Caller caller) {
        String arguments = Json.write(Map.of("proposal_id", proposalId));
        return gateway.propose(ToolCall.of(ActionStatus.NAME, arguments), caller);
    }

    private static Map<?, ?> action(Outcome outcome) {
        Map<?, ?> data = (Map<?, ?>) Json.parseObject(outcome.text()).get("data");
        return (Map<?, ?>) data.get("action");
    }

    @Test
    void itIsOfferedBehindTheHostsTools() {
        assertThat(gateway.tools().names())
                .containsExactly("get_order_status", "process_refund", "send_mail", ActionStatus.NAME);
        assertThat(shop.gateway().build().tools().names()).doesNotContain(ActionStatus.NAME);
    }

    @Test
    void aToolOfTheHostsOfThatNameIsNotReplaced() {
        Tool own = Tool.named(ActionStatus.NAME).readOnly().callableByAnyone().handledBy(call -> ToolResult.success());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gateway.builder()
                        .tools(ToolRegistry.of(own))
                        .offeringActionStatus()
                        .build())
                .withMessageContaining("two tools are named 'get_action_status'");
    }

    @Test
    void itTellsHowFarAnActionHasCome() {
        Outcome waiting = ask(id.toString(), AGENT);
        assertThat(action(waiting).get("status")).isEqualTo("pending");
        assertThat(action(waiting).get("tool")).isEqualTo("process_refund");
        assertThat(action(waiting).get("proposal_id")).isEqualTo(id.toString());
        assertThat(waiting.messageForModel())
                .startsWith("The status of the action " + id
                        + " (process_refund) is pending. Of it: Prepared, and nothing has" + " been changed yet.");

        gateway.approvals()
                .approve(
                        id,
                        gateway.approvals().find(id, SUPERVISOR).orElseThrow().hash(),
                        SUPERVISOR);
        assertThat(action(ask(id.toString(), AGENT)).get("status")).isEqualTo("in_progress");

        gateway.executor().runOnce();
        Outcome done = ask(id.toString(), AGENT);
        assertThat(action(done).get("status")).isEqualTo("executed");
        assertThat(action(done).get("message")).isEqualTo("Refunded.");
        assertThat(action(done).get("id")).isEqualTo("REF-1");
        assertThat(done.messageForModel()).endsWith("is executed. Of it: Refunded.");
    }

    @Test
    void aRejectedActionIsNotToldAsDone() {
        Looking.reject(gateway.approvals(), id, SUPERVISOR, "It is done already.");

        Outcome told = ask(id.toString(), AGENT);

        assertThat(action(told).get("status")).isEqualTo("rejected");
        assertThat(told.messageForModel())
                .isEqualTo("The status of the action " + id
                        + " (process_refund) is rejected. Of it: Not done: a reviewer said no."
                        + " Nothing has been changed. The reviewer wrote: It is done already.");
    }

    @Test
    @Tag("I18")
    @Tag("P6")
    void absentAndNotYoursAreOneAnswer() {
        String none = ask("01980000-0000-7000-8000-000000000001", AGENT).text();

        assertThat(none).contains("\"code\":\"not_found\"");
        assertThat(ask(id.toString(), Caller.of("acme", "bob").withRoles("agent"))
                        .text())
                .isEqualTo(none);
        assertThat(ask(id.toString(), SUPERVISOR).text()).isEqualTo(none);
        assertThat(ask(id.toString(), Caller.of("other", AGENT.userId()).withRoles("agent"))
                        .text())
                .isEqualTo(none);
    }

    @Test
    void whateverTheRoleWhoeverAskedMayAsk() {
        assertThat(action(ask(id.toString(), Caller.of("acme", AGENT.userId()))).get("status"))
                .isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-1-1-1-1", "p_7", "' OR 1=1", "01980000-0000-7000-8000-00000000000g", "\u0661"})
    void aBadIdIsRefusedInWordsThatHelp(String bad) {
        Outcome outcome = ask(bad, AGENT);

        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(outcome.messageForModel())
                .contains(
                        "a proposal_id is a UUID, as the answer to the call gave it; give that one, and make none up.");
    }

    @Test
    void anOverlongOrMissingIdIsInvalid() {
        assertThat(ask("x".repeat(101), AGENT)).isInstanceOf(Outcome.Invalid.class);
        assertThat(gateway.propose(ToolCall.of(ActionStatus.NAME, "{}"), AGENT)).isInstanceOf(Outcome.Invalid.class);
    }

    @Test
    void anIdInCapitalsIsTheSameId() {
        assertThat(action(ask(id.toString().toUpperCase(Locale.ROOT), AGENT)).get("status"))
                .isEqualTo("pending");
    }

    @Test
    @Tag("P7")
    void thePolicyHasToLetItPass() {
        Gateway strict = shop.gateway()
                .policy(Policy.named("strict", "1").otherwise(Verdict.deny("nothing passes.")))
                .store(store)
                .offeringActionStatus()
                .build();

        assertThat(strict.propose(ToolCall.of(ActionStatus.NAME, "{\"proposal_id\":\"" + id + "\"}"), AGENT))
                .isInstanceOf(Outcome.Denied.class);
    }
}
