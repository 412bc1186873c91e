package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.policy.Approvers;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.testkit.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, counts and pages, newest first, one tenant at a time. */
@Tag("A7")
abstract class SearchContract extends StoreContract {

    private static final ProposalQuery ALL = ProposalQuery.of(ACME);

    SearchContract(StoreSetup setup) {
        super(setup);
    }

    @Test
    void theNewestComesFirst() {
        List<ProposalId> inserted = insert(3);
        Collections.reverse(inserted);

        assertThat(ids(store.search(ALL))).isEqualTo(inserted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void pagesShowEachOnceWhateverTheEdge(int count) {
        List<ProposalId> inserted = insert(count);
        Collections.reverse(inserted);

        List<ProposalId> seen = new ArrayList<>();
        ProposalQuery query = ALL.limit(3);
        Page page = store.search(query);
        seen.addAll(ids(page));
        while (page.hasMore()) {
            assertThat(page.proposals()).hasSize(3);
            page = store.search(query.before(page.next().orElseThrow()));
            assertThat(page.proposals()).isNotEmpty();
            seen.addAll(ids(page));
        }

        assertThat(seen).isEqualTo(inserted);
        assertThat(page.next()).isEqualTo(Optional.empty());
    }

    @Test
    void whatIsStoredWhileOnePagesIsNotShownTwice() {
        List<ProposalId> inserted = insert(4);
        Page first = store.search(ALL.limit(2));
        insert(2);

        Page second = store.search(ALL.limit(2).before(first.next().orElseThrow()));

        assertThat(ids(second)).containsExactly(inserted.get(1), inserted.get(0));
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    void theCountIsTheWholeWhateverThePage() {
        List<ProposalId> inserted = insert(5);

        assertThat(store.count(ALL)).isEqualTo(5);
        assertThat(store.count(ALL.limit(2))).isEqualTo(5);
        assertThat(store.count(ALL.before(inserted.get(2)))).isEqualTo(5);
        assertThat(store.count(ALL.in(ProposalStatus.EXECUTED))).isZero();
    }

    @Test
    @Tag("I18")
    @Tag("P6")
    void noTenantSeesOrCountsAnothers() {
        insert(2);
        Proposal foreign = scenario.insert(aRefund().by(MAX));

        assertThat(ids(store.search(ProposalQuery.of(GLOBEX)))).containsExactly(foreign.id());
        assertThat(store.count(ProposalQuery.of(GLOBEX))).isEqualTo(1);
        assertThat(store.count(ALL)).isEqualTo(2);
        assertThat(store.search(ALL.triggeredBy(MAX.userId())).proposals()).isEmpty();
        assertThat(ids(store.search(ALL.before(foreign.id())))).doesNotContain(foreign.id());
        assertThat(store.find(ACME, foreign.id())).isEmpty();
    }

    @Test
    void eachStatusIsFound() {
        Proposal pending = scenario.insert(aRefund());
        Proposal approved = scenario.approved(aRefund(), SAM);
        Proposal running = scenario.running(aRefund());
        Proposal rejected = scenario.insert(aRefund());
        scenario.made(rejected, Changes.reject(SAM));

        requireFound(ALL.in(ProposalStatus.PENDING), pending);
        requireFound(ALL.in(ProposalStatus.APPROVED), running, approved);
        requireFound(ALL.in(ProposalStatus.REJECTED), rejected);
        requireFound(ALL.in(ProposalStatus.REJECTED, ProposalStatus.PENDING), rejected, pending);
        requireFound(ALL.in(ProposalStatus.EXPIRED));
        requireFound(ALL, rejected, running, approved, pending);
    }

    @Test
    void aProposalIsFoundByItsToolAndItsPeople() {
        Proposal refund = scenario.approved(aRefund(), SAM);
        Proposal ticket = scenario.approved(aTicket(), SUE);
        Proposal mine = scenario.insert(aRefund().by(SUE).parkedFor(Approvers.byCaller()));

        requireFound(ALL.ofTool("process_refund"), mine, refund);
        requireFound(ALL.ofTool("process_refun"));
        requireFound(ALL.triggeredBy(ANN.userId()), ticket, refund);
        requireFound(ALL.triggeredBy(SUE.userId()), mine);
        requireFound(ALL.reviewedBy(SUE.userId()), ticket);
        requireFound(ALL.reviewedBy(SAM.userId()).triggeredBy(ANN.userId()).ofTool("process_refund"), refund);
        requireFound(ALL.reviewedBy(SAM.userId()).ofTool("create_support_ticket"));
    }

    @Test
    @Tag("P7")
    void aProposalIsFoundByWhenItWasStored() {
        needsVirtualClock();
        scenario.insert(aRefund());
        clock.advance(Duration.ofHours(1));
        Proposal later = scenario.insert(aRefund());

        requireFound(ALL.createdFrom(later.createdAt()), later);
        requireFound(ALL.createdFrom(later.createdAt().plus(setup.tick())));
        assertThat(store.count(ALL.createdFrom(later.createdAt().minus(setup.tick()))))
                .isEqualTo(1);
    }

    @Test
    @Tag("P7")
    void aProposalIsFoundInAWindowOfTimeWithoutItsEnd() {
        needsVirtualClock();
        Proposal first = scenario.insert(aRefund());
        clock.advance(Duration.ofHours(1));
        Proposal second = scenario.insert(aTicket());
        clock.advance(Duration.ofHours(1));
        Proposal third = scenario.insert(aRefund());

        requireFound(ALL.createdBefore(first.createdAt()));
        requireFound(ALL.createdBefore(second.createdAt()), first);
        requireFound(ALL.createdBefore(second.createdAt().plus(setup.tick())), second, first);
        requireFound(ALL.createdFrom(second.createdAt()).createdBefore(third.createdAt()), second);
        requireFound(ALL.createdFrom(first.createdAt()).createdBefore(third.createdAt()), second, first);
        requireFound(ALL.createdBefore(third.createdAt()).ofTool("process_refund"), first);
        requireFound(ALL.createdFrom(third.createdAt()).createdBefore(first.createdAt()));
    }

    private List<ProposalId> insert(int count) {
        List<ProposalId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(scenario.insert(aRefund()).id());
        }
        return ids;
    }

    private static List<ProposalId> ids(Page page) {
        return page.proposals().stream().map(Proposal::id).toList();
    }
}
