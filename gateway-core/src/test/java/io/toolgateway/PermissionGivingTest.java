package io.toolgateway;

import static io.toolgateway.policy.Condition.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.Seen;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Timeline;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.permission.PermissionScope;
import io.toolgateway.permission.RevokeResult;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.Grants;
import io.toolgateway.tool.ToolRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may say yes in advance, how far, and who sees it and takes it back. */
@Tag("A2")
@Tag("T2")
@Tag("I1")
class PermissionGivingTest extends CreditDesk {

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
