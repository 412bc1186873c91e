package io.toolgateway;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.caller.TenantId;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.permission.PermissionScope;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.Grants;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.tool.ToolCall;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A yes said in advance: it lets through what is like the call that was seen, and takes the place of one person and of nothing else. */
@Tag("A2")
@Tag("T2")
@Tag("I1")
class StandingPermissionTest extends CreditDesk {

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
}
