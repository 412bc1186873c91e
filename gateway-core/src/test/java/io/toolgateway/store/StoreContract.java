package io.toolgateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Standing;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.RecordedHistory;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SettableClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What each part of the contract stands on: a fresh store for each test, and after each test the replay of everything that
 * was recorded, which must be legal and end where the rows stand.
 */
abstract class StoreContract {

    protected final StoreSetup setup;
    protected final SettableClock clock = new SettableClock();
    protected ProposalStore store;
    protected StatusProbe probe;
    protected Scenario scenario;
    private StoreUnderTest opened;

    @SuppressWarnings("NullAway.Init")
    StoreContract(StoreSetup setup) {
        this.setup = setup;
    }

    @BeforeEach
    final void open() {
        opened = setup.open(clock);
        store = opened.store();
        probe = opened.probe();
        scenario = new Scenario(store);
    }

    @AfterEach
    final void close() {
        try {
            requireHonestRecord();
        } finally {
            opened.close().run();
        }
    }

    /** I4, I6, I9, I12: one event for each transition, legal, without a gap, ending where the row stands. */
    private void requireHonestRecord() {
        for (TenantId tenant : List.of(People.ACME, People.GLOBEX)) {
            byProposal(tenant).forEach((id, events) -> {
                Proposal proposal = store.find(tenant, id).orElseThrow();
                ChainPosition chain = proposal.content().chain();
                RecordedHistory history = chain != null && chain.ending() == ChainEnding.TRANSACTION
                        ? RecordedHistory.ofOneTransaction(events)
                        : RecordedHistory.of(events);
                StatusProbe.Row row = probe.row(id).orElseThrow();
                assertThat(row.version()).as("version of %s", id).isEqualTo(history.version());
                assertThat(row.fence()).as("fence of %s", id).isEqualTo(history.fence());
                assertThat(proposal.phase()).as("phase of %s", id).isEqualTo(history.phase());
                assertThat(proposal.status()).as("status of %s", id).isEqualTo(row.status());
            });
        }
    }

    private Map<ProposalId, List<AuditEvent>> byProposal(TenantId tenant) {
        Map<ProposalId, List<AuditEvent>> found = new LinkedHashMap<>();
        for (AuditEvent event : store.events(new EventQuery(tenant, null, null, null))) {
            Standing standing = event.standing();
            if (standing != null) {
                found.computeIfAbsent(standing.proposal(), id -> new ArrayList<>())
                        .add(event);
            }
        }
        return found;
    }

    /** For a test that needs what not every store can do. */
    final void needs(StoreSetup.Capability capability) {
        assumeTrue(setup.capabilities().contains(capability), () -> "the store lacks " + capability);
    }

    /** For a test that moves the store's clock. */
    final void needsVirtualClock() {
        needs(StoreSetup.Capability.VIRTUAL_CLOCK);
    }

    /** Moves the clock to the deadline: the first moment at which nothing may start. */
    final void toDeadlineOf(Proposal proposal) {
        clock.set(proposal.validUntil());
    }

    /** Moves the clock to the last moment before the deadline. */
    final void toJustBeforeDeadlineOf(Proposal proposal) {
        clock.set(proposal.validUntil().minus(setup.tick()));
    }

    /** What was recorded of a proposal. */
    final List<AuditEvent> eventsOf(Proposal proposal) {
        return store.events(EventQuery.ofProposal(proposal.tenant(), proposal.id()));
    }

    /** The types of what was recorded of a proposal. */
    final List<EventType> typesOf(Proposal proposal) {
        return eventsOf(proposal).stream().map(AuditEvent::type).toList();
    }

    /** The row of a proposal, read by the other road. */
    final StatusProbe.Row rowOf(Proposal proposal) {
        return probe.row(proposal.id()).orElseThrow();
    }

    /** The phase of a proposal as it stands. */
    final Phase phaseOf(Proposal proposal) {
        return scenario.now(proposal).phase();
    }

    /** Whether a query lists and counts these and no others. */
    final void requireFound(ProposalQuery query, Proposal... expected) {
        assertThat(store.search(query).proposals())
                .extracting(Proposal::id)
                .isEqualTo(Stream.of(expected)
                        .map(Proposal::id)
                        .sorted(Collections.reverseOrder())
                        .toList());
        assertThat(store.count(query)).isEqualTo(expected.length);
    }

    /** Whether a change was refused for this reason. */
    static void requireLost(TransitionResult result, Refusal refusal) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        TransitionResult.Lost.class,
                        lost -> assertThat(lost.refusal()).isEqualTo(refusal));
    }

    /** Whether something was refused for this limit. */
    static ThrowingConsumer<Object> overLimit(String key) {
        return result -> assertThat(
                        result instanceof Insertion.OverLimit over
                                ? over.key()
                                : result instanceof TransitionResult.OverLimit lost ? lost.key() : result)
                .isEqualTo(key);
    }
}
