package io.toolgateway;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.deny;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.Seen;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.permission.GrantResult;
import io.toolgateway.permission.PermissionScope;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A desk that gives credit notes, whose calls people permit in advance. */
abstract class CreditDesk {

    static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    static final Caller BOB = Caller.of("acme", "bob").withRoles("agent");
    static final Caller SAM = Caller.of("acme", "sam").withRoles("supervisor");
    static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    static final Caller LEA = Caller.of("acme", "lea").withRoles("manager");
    static final Condition CREDIT = tool("give_credit");
    static final Duration WEEK = Duration.ofDays(7);
    static final String SEEN = "{\"customer\":\"C-1\",\"amount\":20,\"note\":\"late\"}";

    final List<String> ran = new ArrayList<>();
    final List<AuditEvent> events = new ArrayList<>();
    final Map<String, Caller> directory =
            new HashMap<>(Map.of("ann", ANN, "bob", BOB, "sam", SAM, "sue", SUE, "lea", LEA));
    final SettableClock clock = new SettableClock();
    final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    int calls;

    final Tool lookup = Tool.named("find_customer")
            .describedAs("Finds a customer.")
            .arguments("{\"type\":\"object\"}")
            .readOnly()
            .callableBy("agent")
            .handledBy(call -> ToolResult.success().withId("C-1"));
    final Policy policy = Policy.named("credits", "3")
            .rule("reads pass", readsOnly(), Verdict.allow())
            .rule("none to the house", CREDIT.and(argument("customer").isOneOf("C-0")), deny("not to ourselves."))
            .rule("mine", CREDIT.and(argument("customer").isOneOf("C-ME")), requireApproval(byCaller()))
            .rule(
                    "largest",
                    CREDIT.and(argument("amount").greaterThan("100")),
                    requireApproval(byRole("supervisor", "manager")).from(2))
            .rule(
                    "large",
                    CREDIT.and(argument("amount").greaterThan("50"))
                            .and(argument("amount").atMost("100")),
                    requireApproval(byRole("manager")))
            .otherwise(requireApproval(byRole("supervisor")));
    Gateway gateway = builder(store, credit("string")).build();

    Tool credit(String typeOfNote) {
        return Tool.named("give_credit")
                .describedAs("Gives a customer a credit note.")
                .arguments("{\"type\":\"object\",\"properties\":{\"customer\":{\"type\":\"string\"},"
                        + "\"amount\":{\"type\":[\"number\",\"string\"]},\"note\":{\"type\":[\"" + typeOfNote
                        + "\",\"null\"]},\"urgent\":{\"type\":\"boolean\"},\"idempotency_key\":{\"type\":\"string\"}},"
                        + "\"required\":[\"customer\"],\"additionalProperties\":false}")
                .callableBy("agent")
                .acceptingResultIn("note")
                .compensatedBy((call, done) -> ToolResult.success())
                .handledBy(call -> {
                    ran.add(call.text("customer"));
                    return call.text("customer").equals("C-404")
                            ? ToolResult.failure("not_found", "no such customer.")
                            : ToolResult.success();
                });
    }

    GatewayBuilder builder(ProposalStore store, Tool tool) {
        return Gateway.builder()
                .tools(ToolRegistry.of(tool, lookup))
                .policy(policy)
                .store(store)
                .time(clock)
                .callers((tenant, user) -> Optional.ofNullable(directory.get(user)))
                .standingPermissions("give_credit", 20, WEEK)
                .listener(events::add)
                .withoutLogging();
    }

    ToolCall call(String arguments) {
        return new ToolCall("call_" + ++calls, "give_credit", arguments, null, null);
    }

    Outcome propose(Caller caller, String arguments) {
        return gateway.propose(call(arguments), caller, Request.of("r").inConversation("c"));
    }

    ReviewItem parked(Caller caller, String arguments) {
        Outcome outcome = propose(caller, arguments);
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        return item(outcome);
    }

    ReviewItem item(Outcome outcome) {
        ProposalId id = Objects.requireNonNull(outcome.proposalId(), outcome.messageForModel());
        return new ReviewItem(List.of(store.find(ANN.tenant(), id).orElseThrow()));
    }

    StandingPermission granted(ReviewItem item, PermissionScope scope, Caller reviewer) {
        GrantResult result = gateway.permissions().grant(item.seen(), scope, reviewer, "as agreed");
        assertThat(result).isInstanceOf(GrantResult.Granted.class);
        return ((GrantResult.Granted) result).permission();
    }

    /** Up to 40 for C-1, with any note, twenty times. */
    StandingPermission granted() {
        return granted(parked(ANN, SEEN), scope(), SAM);
    }

    static PermissionScope scope() {
        return PermissionScope.ofSameArguments(20, WEEK)
                .upTo("amount", new BigDecimal(40))
                .anything("note");
    }

    String refusal(Seen seen, PermissionScope scope, Caller reviewer) {
        GrantResult result = gateway.permissions().grant(seen, scope, reviewer, null);
        assertThat(store.grants().list(ANN.tenant(), null, 10)).isEmpty();
        return result instanceof GrantResult.Refused refused ? refused.code() : result.toString();
    }

    long used(StandingPermission permission) {
        return store.grants().find(ANN.tenant(), permission.id()).orElseThrow().used();
    }
}
