package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.approval.Approvals;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewPage;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.approval.Revising;
import io.toolgateway.approval.Seen;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.Looking;
import io.toolgateway.testkit.faults.ForwardingStore;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people may do with proposals, and why not. */
class ApprovalsTest {

    private static final Caller SAM = Caller.of("acme", "sam").withRoles("supervisor");
    private static final Caller ADA = Caller.of("acme", "ada").withRoles("admin");
    private static final Caller IAN = Caller.of("acme", "ian").withRoles("clerk");

    private static final Caller OTHER = Caller.of("acme", "art").withRoles("agent");

    private static final Revising NOTHING_EDITED = (waiting, arguments, editor) -> {
        throw new AssertionError("nothing is edited here");
    };

    private final ShopFixture shop = new ShopFixture();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final InMemoryProposalStore store = new InMemoryProposalStore(now::get);

    private Gateway gateway(Verdict verdict) {
        return shop.gateway()
                .policy(Policy.named("p", "1").otherwise(verdict))
                .store(store)
                .build();
    }

    private static ReviewItem parked(Gateway gateway) {
        return parked(gateway, "hi");
    }

    private static ReviewItem parked(Gateway gateway, String text) {
        ProposalId id = gateway.propose(ToolCall.of("send_mail", "{\"text\":\"" + text + "\"}"), AGENT)
                .proposalId();
        return gateway.approvals().find(id, AGENT).orElseThrow();
    }

    private static void requireRefused(ReviewResult result, Refusal refusal, String words) {
        assertThat(result).isEqualTo(new ReviewResult.Refused(refusal, words));
    }

    private static void requireDecided(ReviewResult result, String words) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        ReviewResult.AlreadyDecided.class,
                        decided -> assertThat(decided.reason()).isEqualTo(words));
    }

    @Test
    @Tag("A2")
    void whoLacksTheRoleIsToldWhoseItIs() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor", "boss")).then(byCaller()));
        ReviewItem item = parked(gateway);
        String words =
                "You may not decide this: it is for a holder of the role boss or supervisor, or the user who asked.";

        requireRefused(gateway.approvals().approve(item.id(), item.hash(), IAN), Refusal.NOT_ENTITLED, words);
        requireRefused(gateway.approvals().reject(item.id(), item.hash(), IAN, null), Refusal.NOT_ENTITLED, words);
        requireRefused(
                gateway.approvals().withdraw(item.id(), item.hash(), IAN, null),
                Refusal.NOT_ENTITLED,
                "Only the user who asked for it may take it back.");
    }

    @Test
    @Tag("A2")
    @Tag("P6")
    void whoMayNotSeeItIsShownNothingOfItWhateverHasBecomeOfIt() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        ReviewItem item = parked(gateway);
        gateway.approvals().approve(item.id(), item.hash(), SAM);

        assertThat(gateway.approvals().approve(item.id(), item.hash(), IAN)).isInstanceOf(ReviewResult.Refused.class);
        assertThat(gateway.approvals()
                        .approve(
                                item.id(),
                                item.hash(),
                                Caller.of("other", "sam").withRoles("supervisor")))
                .isEqualTo(new ReviewResult.NotFound());
    }

    @Test
    @Tag("A2")
    void whoAskedIsToldThatSomebodyElseDecides() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        ReviewItem item = parked(gateway);
        Caller asker = AGENT.withRoles("agent", "supervisor");
        String words =
                "You asked for this yourself, so it is for a holder of the role supervisor to decide. You may take it back.";

        requireRefused(gateway.approvals().approve(item.id(), item.hash(), asker), Refusal.OWN_REQUEST, words);
        requireRefused(gateway.approvals().reject(item.id(), item.hash(), asker, null), Refusal.OWN_REQUEST, words);
    }

    @Test
    @Tag("A2")
    void eachIsToldWhoseTurnItIs() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")).from(2).then(byRole("admin")));
        Approvals approvals = gateway.approvals();
        ReviewItem item = parked(gateway);

        requireRefused(
                approvals.approve(item.id(), item.hash(), ADA),
                Refusal.NOT_YET,
                "It is not your turn yet: first it is for a holder of the role supervisor to approve.");
        assertThat(approvals.approve(item.id(), item.hash(), SAM)).isInstanceOf(ReviewResult.Accepted.class);
        requireRefused(
                approvals.approve(item.id(), item.hash(), SAM),
                Refusal.ALREADY_VOTED,
                "Your approval is counted already; it is for a holder of the role supervisor to approve as well, someone else"
                        + " than you.");
        assertThat(approvals.approve(item.id(), item.hash(), SUPERVISOR)).isInstanceOf(ReviewResult.Accepted.class);
        requireRefused(
                approvals.approve(
                        item.id(), item.hash(), Caller.of("acme", "tom").withRoles("supervisor")),
                Refusal.STAGE_OVER,
                "The stage in which you may approve is complete: it is for a holder of the role admin now.");
        assertThat(approvals.approve(item.id(), item.hash(), ADA)).isInstanceOf(ReviewResult.Accepted.class);
        assertThat(approvals.find(item.id(), ADA).orElseThrow().first().phase()).isEqualTo(Phase.APPROVED);
    }

    @Test
    @Tag("A3")
    @Tag("I8")
    void noDecisionStandsAboutSomethingThatWasNotSeen() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        ReviewItem item = parked(gateway);
        String other = parked(gateway, "other").hash();
        String words = "This is not what you were shown. Look at it again.";

        requireRefused(gateway.approvals().approve(item.id(), other, SAM), Refusal.WRONG_HASH, words);
        requireRefused(gateway.approvals().reject(item.id(), other, SAM, null), Refusal.WRONG_HASH, words);
        requireRefused(gateway.approvals().withdraw(item.id(), other, AGENT, null), Refusal.WRONG_HASH, words);
        assertThat(gateway.approvals().find(item.id(), SAM).orElseThrow().isPending())
                .isTrue();
    }

    @Test
    @Tag("A4")
    void whoComesTooLateIsToldWhoDecidedWhatAndWhen() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        Approvals approvals = gateway.approvals();
        ReviewItem approved = parked(gateway, "1");
        ReviewItem rejected = parked(gateway, "2");
        ReviewItem withdrawn = parked(gateway, "3");
        ReviewItem late = parked(gateway, "4");
        approvals.approve(approved.id(), approved.hash(), SAM);
        Looking.reject(approvals, rejected.id(), SAM, "not today");
        Looking.withdraw(approvals, withdrawn.id(), AGENT, null);

        requireDecided(
                approvals.approve(approved.id(), approved.hash(), SUPERVISOR),
                "sam approved it at 2026-11-21T10:00:00Z.");
        requireDecided(
                approvals.reject(approved.id(), approved.hash(), SAM, null),
                "sam approved it at 2026-11-21T10:00:00Z.");
        requireDecided(
                approvals.approve(rejected.id(), rejected.hash(), SUPERVISOR),
                "sam said no to it at 2026-11-21T10:00:00Z: not today");
        requireDecided(
                approvals.approve(withdrawn.id(), withdrawn.hash(), SAM), "ann took it back at 2026-11-21T10:00:00Z.");
        now.set(late.validUntil());
        requireRefused(
                approvals.approve(late.id(), late.hash(), SAM),
                Refusal.TOO_LATE,
                "Its time ran out at 2026-11-22T10:00:00Z.");
        gateway.executor().sweep();
        requireDecided(
                approvals.approve(late.id(), late.hash(), SAM),
                "Its time ran out at 2026-11-22T10:00:00Z; nobody can decide it any more.");
    }

    @Test
    @Tag("A2")
    void aYesKeepsTheWordsOfEachWhoSaidIt() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")).from(2));
        ReviewItem item = parked(gateway);

        gateway.approvals().approve(item.id(), item.hash(), SAM, "fine");
        gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR, "fine by me");

        var review = gateway.approvals()
                .find(item.id(), SAM)
                .orElseThrow()
                .first()
                .state()
                .review();
        assertThat(review.votes()).extracting(vote -> vote.note()).containsExactly("fine", "fine by me");
        assertThat(review.note()).isEqualTo("fine by me");
    }

    @Test
    @Tag("A1")
    void severalAreApprovedAtOnceEachForItself() {
        List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
        ForwardingStore counted = new ForwardingStore(store) {
            @Override
            public List<TransitionResult> apply(List<Transition> transitions) {
                batches.add(transitions.size());
                return super.apply(transitions);
            }
        };
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        Approvals approvals = approvalsOn(counted);
        ReviewItem first = parked(gateway, "1");
        ReviewItem gone = parked(gateway, "2");
        ReviewItem second = parked(gateway, "3");
        Looking.withdraw(gateway.approvals(), gone.id(), AGENT, null);

        List<ReviewResult> results = approvals.approveAll(
                List.of(
                        first.seen(),
                        new Seen(second.id(), first.hash()),
                        gone.seen(),
                        new Seen(ProposalId.of("01980000-0000-7000-8000-000000000001"), "none"),
                        second.seen(),
                        first.seen()),
                SAM,
                "all of them");

        assertThat(results)
                .hasExactlyElementsOfTypes(
                        ReviewResult.Accepted.class,
                        ReviewResult.Refused.class,
                        ReviewResult.AlreadyDecided.class,
                        ReviewResult.NotFound.class,
                        ReviewResult.Accepted.class,
                        ReviewResult.Accepted.class);
        assertThat(((ReviewResult.Refused) results.get(1)).refusal()).isEqualTo(Refusal.WRONG_HASH);
        assertThat(batches).containsExactly(4);
        assertThat(gateway.executor().runOnce()).isEqualTo(2);
    }

    @Test
    void moreThanAnybodyHasLookedAtAreNotApprovedAtOnce() {
        ReviewItem item = parked(gateway(requireApproval(byRole("supervisor"))));
        Approvals approvals = gateway(requireApproval(byRole("supervisor"))).approvals();

        assertThatThrownBy(() ->
                        approvals.approveAll(Collections.nCopies(Approvals.MOST_AT_ONCE + 1, item.seen()), SAM, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100");
        assertThat(approvals.find(item.id(), SAM).orElseThrow().isPending()).isTrue();
    }

    @Test
    void whatWaitsIsReadAPageAtATimeNewestFirst() {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        List<ProposalId> oldestFirst = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            oldestFirst.add(parked(gateway, "m" + i).id());
        }
        List<ProposalId> newestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(newestFirst);

        List<ProposalId> read = new ArrayList<>();
        ReviewPage page = gateway.approvals().pending(SAM, 10, null);
        page.items().forEach(item -> read.add(item.id()));
        while (page.next() != null) {
            assertThat(page.items()).hasSize(10);
            page = gateway.approvals().pending(SAM, 10, page.next());
            page.items().forEach(item -> read.add(item.id()));
        }

        assertThat(read).isEqualTo(newestFirst);
        assertThat(gateway.approvals().pending(SAM)).extracting(ReviewItem::id).isEqualTo(oldestFirst);
        assertThat(gateway.approvals().pending(IAN, 10, null)).isEqualTo(new ReviewPage(List.of(), null));
        assertThat(gateway.approvals().count(SAM, 99)).isEqualTo(25);
        assertThat(gateway.approvals().count(SAM, 7)).isEqualTo(7);
        assertThat(gateway.approvals().count(IAN, 7)).isZero();
    }

    @Test
    void forAPageNoMoreIsReadThanAThousandHoweverManyWaitForOthers() {
        AtomicInteger rows = new AtomicInteger();
        ForwardingStore counted = new ForwardingStore(store) {
            @Override
            public Page search(ProposalQuery query) {
                Page page = super.search(query);
                rows.addAndGet(page.proposals().size());
                return page;
            }
        };
        Gateway gateway = gateway(requireApproval(byRole("supervisor")));
        ProposalId mine = gateway.propose(ToolCall.of("send_mail", "{\"text\":\"mine\"}"), OTHER)
                .proposalId();
        for (int i = 0; i < 1_050; i++) {
            parked(gateway, "m" + i);
        }
        Approvals approvals = approvalsOn(counted);

        ReviewPage first = approvals.pending(OTHER, 10, null);
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isNotNull();
        assertThat(rows).hasValueLessThanOrEqualTo(1_200);
        ReviewPage second = approvals.pending(OTHER, 10, first.next());

        assertThat(second.items()).extracting(ReviewItem::id).containsExactly(mine);
        assertThat(second.next()).isNull();
        rows.set(0);
        assertThat(approvals.pending(SAM, 10, null).items()).hasSize(10);
        assertThat(approvals.count(SAM, 99)).isEqualTo(99);
        assertThat(rows).hasValueLessThanOrEqualTo(400);
        rows.set(0);
        assertThat(approvals.count(OTHER, 1)).isZero();
        assertThat(rows).hasValueLessThanOrEqualTo(1_010);
    }

    @Test
    @Tag("A6")
    void aChainWhoseStepsWereAllFoundIsNotReadAgain() {
        AtomicInteger chains = new AtomicInteger();
        ForwardingStore counted = new ForwardingStore(store) {
            @Override
            public List<Proposal> chainOf(Proposal proposal) {
                chains.incrementAndGet();
                return super.chainOf(proposal);
            }
        };
        parkedChains(20);
        Approvals approvals = approvalsOn(counted);

        List<ReviewItem> waiting = approvals.pending(SAM);
        assertThat(waiting)
                .hasSize(20)
                .allSatisfy(item -> assertThat(item.steps())
                        .extracting(step ->
                                Objects.requireNonNull(step.content().chain()).index())
                        .containsExactly(0, 1));
        assertThat(approvals.pending(SAM, 50, null).items()).hasSize(20);
        assertThat(approvals.count(SAM, 50)).isEqualTo(20);
        assertThat(approvals.search(ProposalQuery.of(SAM.tenant()), SAM).items())
                .extracting(ReviewItem::hash)
                .containsExactlyInAnyOrderElementsOf(
                        waiting.stream().map(ReviewItem::hash).toList());
        assertThat(chains).hasValue(0);

        // A page that ends within a chain knows one step of it.
        assertThat(approvals
                        .search(ProposalQuery.of(SAM.tenant()).limit(3), SAM)
                        .items())
                .allSatisfy(item -> assertThat(item.steps()).hasSize(2));
        assertThat(chains).hasValue(1);
    }

    private Gateway parkedChains(int count) {
        Gateway gateway = gateway(requireApproval(byRole("supervisor")).allowingPartial());
        for (int i = 0; i < count; i++) {
            gateway.propose(
                    List.of(
                            ToolCall.of("a", "send_mail", "{\"text\":\"a" + i + "\"}"),
                            ToolCall.of("b", "send_mail", "{\"text\":\"b" + i + "\"}")),
                    AGENT,
                    Request.of("r-" + i));
        }
        return gateway;
    }

    @Test
    @Tag("A6")
    void aChainStandsOnAPageOnce() {
        Approvals approvals = parkedChains(3).approvals();

        ReviewPage first = approvals.pending(SAM, 2, null);
        ReviewPage second = approvals.pending(SAM, 2, first.next());

        assertThat(first.items())
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.steps()).hasSize(2));
        assertThat(second.items()).hasSize(1);
        assertThat(approvals.count(SAM, 99)).isEqualTo(3);
    }

    private static Approvals approvalsOn(ProposalStore store) {
        return new Approvals(
                store,
                event -> {},
                IdSource.uuidV7(TimeSource.SYSTEM),
                NOTHING_EDITED,
                List.of(),
                waits -> Optional.empty());
    }
}
