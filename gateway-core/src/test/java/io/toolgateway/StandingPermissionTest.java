package io.toolgateway;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Condition.argument;
import static io.toolgateway.policy.Condition.readsOnly;
import static io.toolgateway.policy.Condition.tool;
import static io.toolgateway.policy.Verdict.deny;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.Seen;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Timeline;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.caller.TenantId;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.permission.GrantResult;
import io.toolgateway.permission.PermissionScope;
import io.toolgateway.permission.RevokeResult;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.Grants;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A yes said in advance: it lets through what is like the call that was seen, and takes the place of one person and of nothing else. */
@Tag("A2")
@Tag("T2")
@Tag("I1")
class StandingPermissionTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller BOB = Caller.of("acme", "bob").withRoles("agent");
    private static final Caller SAM = Caller.of("acme", "sam").withRoles("supervisor");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final Caller LEA = Caller.of("acme", "lea").withRoles("manager");
    private static final Condition CREDIT = tool("give_credit");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final String SEEN = "{\"customer\":\"C-1\",\"amount\":20,\"note\":\"late\"}";

    private final List<String> ran = new ArrayList<>();
    private final List<AuditEvent> events = new ArrayList<>();
    private final Map<String, Caller> directory =
            new HashMap<>(Map.of("ann", ANN, "bob", BOB, "sam", SAM, "sue", SUE, "lea", LEA));
    private final SettableClock clock = new SettableClock();
    private final InMemoryProposalStore store = new InMemoryProposalStore(clock);
    private int calls;

    private final Tool lookup = Tool.named("find_customer")
            .describedAs("Finds a customer.")
            .arguments("{\"type\":\"object\"}")
            .readOnly()
            .callableBy("agent")
            .handledBy(call -> ToolResult.success().withId("C-1"));
    private final Policy policy = Policy.named("credits", "3")
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
    private Gateway gateway = builder(store, credit("string")).build();

    private Tool credit(String typeOfNote) {
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

    private GatewayBuilder builder(ProposalStore store, Tool tool) {
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

    private ToolCall call(String arguments) {
        return new ToolCall("call_" + ++calls, "give_credit", arguments, null, null);
    }

    private Outcome propose(Caller caller, String arguments) {
        return gateway.propose(call(arguments), caller, Request.of("r").inConversation("c"));
    }

    private ReviewItem parked(Caller caller, String arguments) {
        Outcome outcome = propose(caller, arguments);
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        return item(outcome);
    }

    private ReviewItem item(Outcome outcome) {
        ProposalId id = Objects.requireNonNull(outcome.proposalId(), outcome.messageForModel());
        return new ReviewItem(List.of(store.find(ANN.tenant(), id).orElseThrow()));
    }

    private StandingPermission granted(ReviewItem item, PermissionScope scope, Caller reviewer) {
        GrantResult result = gateway.permissions().grant(item.seen(), scope, reviewer, "as agreed");
        assertThat(result).isInstanceOf(GrantResult.Granted.class);
        return ((GrantResult.Granted) result).permission();
    }

    /** Up to 40 for C-1, with any note, twenty times. */
    private StandingPermission granted() {
        return granted(parked(ANN, SEEN), scope(), SAM);
    }

    private static PermissionScope scope() {
        return PermissionScope.ofSameArguments(20, WEEK)
                .upTo("amount", new BigDecimal(40))
                .anything("note");
    }

    private String refusal(Seen seen, PermissionScope scope, Caller reviewer) {
        GrantResult result = gateway.permissions().grant(seen, scope, reviewer, null);
        assertThat(store.grants().list(ANN.tenant(), null, 10)).isEmpty();
        return result instanceof GrantResult.Refused refused ? refused.code() : result.toString();
    }

    private long used(StandingPermission permission) {
        return store.grants().find(ANN.tenant(), permission.id()).orElseThrow().used();
    }

    @Test
    void whatIsLikeTheCallThatWasSeenRunsUntilItIsUsedUp() {
        ReviewItem seen = parked(ANN, SEEN);
        StandingPermission permission = granted(
                seen,
                PermissionScope.ofSameArguments(2, WEEK)
                        .upTo("amount", new BigDecimal(40))
                        .anything("note"),
                SAM);

        // What was seen waits still: it is not decided by it.
        assertThat(item(propose(ANN, SEEN)).first().state().review().decidedBy())
                .isEqualTo("grant:" + permission.id());
        assertThat(store.find(ANN.tenant(), seen.id()).orElseThrow()).isEqualTo(seen.first());
        assertThat(propose(ANN, "{\"customer\":\"C-1\",\"amount\":40.0}")).isInstanceOf(Outcome.Executed.class);
        assertThat(ran).containsExactly("C-1", "C-1");

        assertThat(propose(ANN, SEEN)).isInstanceOf(Outcome.Pending.class);
        assertThat(used(permission)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"customer\":\"C-2\",\"amount\":20}",
                "{\"customer\":\"c-1\",\"amount\":20}",
                "{\"customer\":\"C-1\",\"amount\":40.01}",
                "{\"customer\":\"C-1\",\"amount\":-1}",
                "{\"customer\":\"C-1\",\"amount\":\"20\"}",
                "{\"customer\":\"C-1\"}",
                "{\"customer\":\"C-1\",\"amount\":20,\"urgent\":true}",
                "{\"customer\":\"C-1\",\"amount\":20,\"urgent\":false,\"note\":\"late\"}"
            })
    void whatIsUnlikeItWaits(String arguments) {
        StandingPermission permission = granted();

        parked(ANN, arguments);

        assertThat(used(permission)).isZero();
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("I18")
    void itIsForTheUserWhoAskedAlone() {
        granted();

        parked(BOB, SEEN);
        Caller other = Caller.of("globex", "ann").withRoles("agent");
        assertThat(gateway.propose(call(SEEN), other)).isInstanceOf(Outcome.Pending.class);
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("E2")
    void whoeverGaveItMustStillBeOneWhoMayApprove() {
        granted();
        directory.put("sam", SAM.withRoles("agent"));
        parked(ANN, SEEN);
        directory.remove("sam");
        parked(ANN, SEEN);
        directory.put("sam", Caller.of("globex", "sam").withRoles("supervisor"));
        parked(ANN, SEEN);
        directory.put("sam", SUE);
        parked(ANN, SEEN);
        assertThat(ran).isEmpty();

        directory.put("sam", SAM);
        assertThat(propose(ANN, SEEN)).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void aDirectoryThatDoesNotAnswerLetsNothingThrough() {
        granted();
        gateway = builder(store, credit("string"))
                .callers((tenant, user) -> {
                    throw new IllegalStateException("no directory");
                })
                .build();

        parked(ANN, SEEN);
    }

    @Test
    void whatTheRulesAskOfOthersIsAskedOfThem() {
        granted(
                parked(ANN, SEEN),
                PermissionScope.ofSameArguments(20, WEEK)
                        .upTo("amount", new BigDecimal(1_000))
                        .anything("note"),
                SAM);

        parked(ANN, "{\"customer\":\"C-1\",\"amount\":51}");
        parked(ANN, "{\"customer\":\"C-1\",\"amount\":101}");
        assertThat(ran).isEmpty();
        assertThat(propose(ANN, "{\"customer\":\"C-1\",\"amount\":50}")).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void whatIsDeniedStaysDenied() {
        granted(
                parked(ANN, SEEN),
                PermissionScope.ofSameArguments(20, WEEK).anything("customer").anything("note"),
                SAM);

        assertThat(propose(ANN, "{\"customer\":\"C-0\",\"amount\":20}")).isInstanceOf(Outcome.Denied.class);
        assertThat(propose(ANN, "{\"customer\":\"C-9\",\"amount\":20}")).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("P12")
    void aGuardrailThatAsksIsAskedEachTime() {
        granted();
        gateway = builder(store, credit("string"))
                .guardrail(
                        "untrusted content",
                        request -> request.request().hasUntrustedContent()
                                ? requireApproval(byRole("supervisor"))
                                : Verdict.allow())
                .build();

        Outcome outcome = gateway.propose(call(SEEN), ANN, Request.of("r").withUntrustedContent());
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        assertThat(gateway.propose(call(SEEN), ANN, Request.of("r"))).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    @Tag("P5")
    void budgetsStand() {
        gateway = builder(store, credit("string"))
                .budget(Budget.named("credits")
                        .of("give_credit")
                        .adding("amount")
                        .perUser()
                        .perDay(ZoneOffset.UTC)
                        .atMost("45"))
                .build();
        StandingPermission permission = granted();

        assertThat(propose(ANN, SEEN)).isInstanceOf(Outcome.Executed.class);
        assertThat(propose(ANN, SEEN))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.code()).isEqualTo("over_limit"));
        assertThat(used(permission)).isEqualTo(1);
    }

    @Test
    void whatCameToNothingIsNoUse() {
        StandingPermission permission = granted(parked(ANN, "{\"customer\":\"C-404\",\"amount\":20}"), scope(), SAM);

        assertThat(propose(ANN, "{\"customer\":\"C-404\",\"amount\":20}")).isInstanceOf(Outcome.Failed.class);
        assertThat(used(permission)).isZero();
    }

    @Test
    @Tag("P10")
    void aRepeatGivesTheFirstOutcomeAndIsNoSecondUse() {
        StandingPermission permission = granted();
        Request request = Request.of("r").keyedBy("once");

        Outcome first = gateway.propose(call(SEEN), ANN, request);
        Outcome again = gateway.propose(call(SEEN), ANN, request);

        assertThat(again.proposalId()).isEqualTo(first.proposalId());
        assertThat(ran).hasSize(1);
        assertThat(used(permission)).isEqualTo(1);
    }

    @Test
    void itIsOverWhenItsTimeIs() {
        StandingPermission permission = granted();

        clock.set(permission.until().minusNanos(1));
        assertThat(propose(ANN, SEEN)).isInstanceOf(Outcome.Executed.class);
        clock.set(permission.until());
        parked(ANN, SEEN);
    }

    @Test
    @Tag("E3")
    void anotherVersionOfTheToolIsAnotherTool() {
        granted();
        gateway = builder(store, credit("number")).build();

        assertThat(propose(ANN, "{\"customer\":\"C-1\",\"amount\":20}")).isInstanceOf(Outcome.Pending.class);
    }

    /** Read as usable, and taken back or used up by another host before the call is stored. */
    @Test
    void usedUpAtThisMomentItWaitsAfterAll() {
        StandingPermission permission = granted(parked(ANN, SEEN), PermissionScope.ofSameArguments(1, WEEK), SAM);
        Grants.Grant before = store.grants().find(ANN.tenant(), permission.id()).orElseThrow();
        assertThat(propose(ANN, SEEN)).isInstanceOf(Outcome.Executed.class);
        gateway = builder(new Behind(store, before), credit("string")).build();

        ReviewItem item = parked(ANN, SEEN);

        assertThat(item.first().content().terms().reservations()).isEmpty();
        assertThat(item.first().content().terms().decision().rules()).containsExactly("otherwise");
        assertThat(ran).hasSize(1);
        assertThat(used(permission)).isEqualTo(1);
    }

    /** What it says of permissions is of a moment ago. */
    private static final class Behind extends ForwardingStore {

        private final Grants.Grant before;

        Behind(ProposalStore store, Grants.Grant before) {
            super(store);
            this.before = before;
        }

        @Override
        public Grants grants() {
            Grants now = super.grants();
            return new Grants() {
                @Override
                public void put(StandingPermission permission, AuditEvent event) {
                    now.put(permission, event);
                }

                @Override
                public boolean revoke(TenantId tenant, UUID id, String by, AuditEvent event) {
                    return now.revoke(tenant, id, by, event);
                }

                @Override
                public Optional<Grant> find(TenantId tenant, UUID id) {
                    return now.find(tenant, id);
                }

                @Override
                public List<Grant> usable(TenantId tenant, String user, String tool) {
                    return List.of(before);
                }

                @Override
                public List<Grant> list(TenantId tenant, @Nullable UUID last, int limit) {
                    return now.list(tenant, last, limit);
                }
            };
        }
    }

    @Test
    @Tag("A6")
    void besideWhatWaitsForPeopleItCountsForNothing() {
        StandingPermission permission = granted();
        List<ToolCall> turn = List.of(call(SEEN), call("{\"customer\":\"C-2\",\"amount\":20}"));

        List<Outcome> outcomes = gateway.propose(turn, ANN, Request.of("r"));

        assertThat(outcomes).allSatisfy(one -> assertThat(one).isInstanceOf(Outcome.Pending.class));
        Proposal first = item(outcomes.get(0)).first();
        assertThat(first.content().chain()).isNotNull();
        assertThat(first.content().terms().reservations()).isEmpty();
        assertThat(used(permission)).isZero();
    }

    @Test
    @Tag("A6")
    void whatAnotherCallHasReturnedIsSeenByPeople() {
        StandingPermission permission = granted();
        ToolCall first = new ToolCall("call_a", "find_customer", "{}", null, null);
        ToolCall second = call("{\"customer\":\"C-1\",\"amount\":20,\"note\":{\"result_of\":0,\"pointer\":\"/id\"}}");

        List<Outcome> outcomes = gateway.propose(List.of(first, second), ANN, Request.of("r"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Executed.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Pending.class);
        assertThat(used(permission)).isZero();
    }

    @Test
    @Tag("A6")
    void inATurnOfWhatIsPermittedEachIsAUse() {
        StandingPermission permission = granted();

        List<Outcome> outcomes = gateway.propose(
                List.of(call(SEEN), call("{\"customer\":\"C-1\",\"amount\":30}")), ANN, Request.of("r"));

        assertThat(outcomes).allSatisfy(one -> assertThat(one).isInstanceOf(Outcome.Executed.class));
        assertThat(used(permission)).isEqualTo(2);
    }

    /** The first is used up by another host before it is stored; what was planned on it does not overtake it. */
    @Test
    @Tag("A6")
    void whatFollowsInATurnDoesNotOvertakeWhatWaitsAfterAll() {
        StandingPermission permission = granted(parked(ANN, SEEN), scope(), SAM);
        Grants.Grant before = store.grants().find(ANN.tenant(), permission.id()).orElseThrow();
        gateway.permissions().revoke(permission.id(), SAM, null);
        gateway = builder(new Behind(store, before), credit("string")).build();

        List<Outcome> outcomes = gateway.propose(
                List.of(call(SEEN), call("{\"customer\":\"C-1\",\"amount\":30}")), ANN, Request.of("r"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Pending.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.code()).isEqualTo("turn_unfinished"));
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("A3")
    void whatAReviewerHasEditedIsDecidedByPeople() {
        granted();
        ReviewItem other = parked(ANN, "{\"customer\":\"C-2\",\"amount\":20}");

        EditResult edited = gateway.approvals().edit(other.seen(), SEEN, SUE, "it was C-1");

        assertThat(edited)
                .isInstanceOfSatisfying(
                        EditResult.Revised.class,
                        revised -> assertThat(revised.item().isPending()).isTrue());
        assertThat(ran).isEmpty();
    }

    @Test
    void whoMayNotApproveItAloneMayNotPermitIt() {
        Seen seen = parked(ANN, SEEN).seen();
        assertThat(refusal(seen, scope(), ANN.withRoles("agent", "supervisor"))).isEqualTo("not_entitled");
        assertThat(refusal(seen, scope(), LEA)).isEqualTo("not_entitled");
        assertThat(refusal(seen, scope(), Caller.of("globex", "max").withRoles("supervisor")))
                .isEqualTo("NotFound[]");
        assertThat(refusal(new Seen(seen.id(), "another"), scope(), SAM)).isEqualTo("wrong_hash");
        assertThat(refusal(parked(ANN, "{\"customer\":\"C-1\",\"amount\":200}").seen(), scope(), SAM))
                .isEqualTo("not_alone");
        List<Outcome> chain = gateway.propose(
                List.of(call("{\"customer\":\"C-2\",\"amount\":20}"), call("{\"customer\":\"C-3\",\"amount\":20}")),
                ANN,
                Request.of("r"));
        ProposalId step = Objects.requireNonNull(chain.get(0).proposalId());
        assertThat(refusal(
                        new Seen(
                                step,
                                store.find(ANN.tenant(), step).orElseThrow().argsHash()),
                        scope(),
                        SAM))
                .isEqualTo("not_alone");
    }

    @Test
    void whatWasRejectedIsNoExample() {
        ReviewItem item = parked(ANN, SEEN);
        gateway.approvals().reject(item.id(), item.hash(), SUE, "no");

        assertThat(refusal(item.seen(), scope(), SAM)).isEqualTo("ended");
    }

    @Test
    void whatWasDecidedOrHasRunIsAnExample() {
        ReviewItem item = parked(ANN, SEEN);
        gateway.approvals().approve(item.id(), item.hash(), SAM);
        gateway.executor().runOnce();

        granted(item, scope(), SAM);
        assertThat(propose(ANN, SEEN)).isInstanceOf(Outcome.Executed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7, too_many",
        "21, 7, too_many",
        "-1, 7, too_many",
        "1, 8, too_long",
        "1, 0, too_long",
        "1, -1, too_long"
    })
    void moreThanTheHostOffersIsNotGiven(long uses, long days, String code) {
        Seen seen = parked(ANN, SEEN).seen();

        assertThat(refusal(seen, PermissionScope.ofSameArguments(uses, Duration.ofDays(days)), SAM))
                .isEqualTo(code);
    }

    @Test
    void aBoundThatShutsOutWhatWasSeenWasNotMeant() {
        Seen seen = parked(ANN, SEEN).seen();
        PermissionScope same = PermissionScope.ofSameArguments(1, WEEK);

        assertThat(refusal(seen, same.upTo("amount", BigDecimal.TEN), SAM)).isEqualTo("unfit_bound");
        assertThat(refusal(seen, same.upTo("amuont", new BigDecimal(40)), SAM)).isEqualTo("unfit_bound");
        assertThat(refusal(seen, same.oneOf("customer", "C-2", "C-3"), SAM)).isEqualTo("unfit_bound");
        granted(parked(ANN, SEEN), same.oneOf("customer", "C-1", "C-2"), SAM);
        assertThat(propose(ANN, SEEN.replace("C-1", "C-2"))).isInstanceOf(Outcome.Executed.class);
        parked(ANN, SEEN.replace("C-1", "C-3"));
    }

    @Test
    void whatOneConfirmsOneselfOneMayPermitOneself() {
        ReviewItem item = parked(ANN, SEEN.replace("C-1", "C-ME"));
        assertThat(refusal(item.seen(), scope(), SAM)).isEqualTo("not_entitled");

        granted(item, scope(), ANN);

        assertThat(propose(ANN, SEEN.replace("C-1", "C-ME"))).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void whomItConcernsMayTakeItBackAndNobodyElse() {
        for (Caller person : List.of(SAM, ANN, SUE)) {
            StandingPermission permission = granted();
            for (Caller stranger : List.of(BOB, LEA, Caller.of("globex", "sam").withRoles("supervisor"))) {
                assertThat(gateway.permissions().revoke(permission.id(), stranger, null))
                        .isEqualTo(RevokeResult.NOT_FOUND);
                assertThat(gateway.permissions().list(stranger, null, 10)).isEmpty();
            }
            assertThat(gateway.permissions().list(person, null, 1))
                    .extracting(Grants.Grant::permission)
                    .containsExactly(permission);

            assertThat(gateway.permissions().revoke(permission.id(), person, "over"))
                    .isEqualTo(RevokeResult.REVOKED);
            assertThat(gateway.permissions().revoke(permission.id(), person, null))
                    .isEqualTo(RevokeResult.REVOKED_BEFORE);
            parked(ANN, SEEN);
        }
        assertThat(gateway.permissions().revoke(UUID.randomUUID(), SAM, null)).isEqualTo(RevokeResult.NOT_FOUND);
    }

    @Test
    void withoutAnOfferThereIsNone() {
        gateway = Gateway.builder()
                .tools(ToolRegistry.of(credit("string")))
                .policy(policy)
                .store(store)
                .withoutLogging()
                .build();

        assertThat(refusal(parked(ANN, SEEN).seen(), scope(), SAM)).isEqualTo("not_offered");
    }

    @Test
    void aPageCanAskWhatItMayOffer() {
        ReviewItem item = parked(ANN, SEEN);

        assertThat(gateway.permissions().offeredTo(item.first(), SAM))
                .hasValueSatisfying(offer -> assertThat(offer.mostUses()).isEqualTo(20));
        assertThat(gateway.permissions().offeredTo(item.first(), LEA)).isEmpty();
    }

    @Test
    void aToolIsOfferedOnce() {
        GatewayBuilder builder = new ShopFixture().gateway().standingPermissions("send_mail", 1, WEEK);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.standingPermissions("send_mail", 2, WEEK))
                .withMessageContaining("send_mail");
    }

    @Test
    void whatCannotBeCountedOrKeptIsNotOffered() {
        ShopFixture shop = new ShopFixture();
        for (String tool : List.of("get_order_status", "process_refund", "no_such_tool")) {
            assertThatIllegalStateException()
                    .isThrownBy(() ->
                            shop.gateway().standingPermissions(tool, 1, WEEK).build())
                    .withMessageContaining(tool);
        }
        shop.gateway().standingPermissions("send_mail", 1, WEEK).build();
    }

    @Test
    @Tag("S5")
    void itsLifeIsOneTimeline() {
        StandingPermission permission = granted();
        gateway.permissions().revoke(permission.id(), SUE, "no longer");

        List<AuditEvent> life = gateway.timeline(permission.limit(), SAM);

        assertThat(life)
                .extracting(AuditEvent::type)
                .containsExactly(EventType.PERMITTED, EventType.PERMISSION_REVOKED);
        assertThat(events).containsSubsequence(life);
        assertThat(life.get(0).subject().shownArguments())
                .isEqualTo("{\"arguments\":{\"amount\":{\"up_to\":40},\"customer\":{\"one_of\":[\"C-1\"]},"
                        + "\"note\":{\"anything\":true}},\"uses\":20,\"until\":\"" + permission.until() + "\"}");
        assertThat(Timeline.of(life).toString())
                .contains("permission " + permission.id() + " by sam: as agreed", "by sue: no longer");
        assertThat(permission.toString() + life).doesNotContain("C-1");
    }
}
