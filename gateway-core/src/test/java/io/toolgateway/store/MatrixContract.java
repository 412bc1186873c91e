package io.toolgateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Place;
import io.toolgateway.testkit.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each place with every change: what the table does not have is refused, and the row stays as it was. */
abstract class MatrixContract extends StoreContract {

    MatrixContract(StoreSetup setup) {
        super(setup);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A5")
    @Tag("I4")
    void whatTheTableLacksIsRefusedAndChangesNothing(Place place) {
        Proposal proposal = reach(place);
        StatusProbe.Row before = rowOf(proposal);
        long rows = probe.rows();
        int events = eventsOf(proposal).size();

        requireAllRefused(place, proposal);
        if (setup.capabilities().contains(StoreSetup.Capability.VIRTUAL_CLOCK)) {
            toDeadlineOf(proposal);
            requireAllRefused(place, proposal);
        }

        assertThat(rowOf(proposal)).isEqualTo(before);
        assertThat(probe.rows()).isEqualTo(rows);
        assertThat(eventsOf(proposal)).hasSize(events);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A5")
    void whatTheTableHasIsMade(Place place) {
        for (Change wanted : Changes.every(reach(place))) {
            if (place.allows(wanted)) {
                requireMade(place, wanted.getClass());
            }
        }
    }

    private void requireAllRefused(Place place, Proposal proposal) {
        for (Change change : Changes.every(proposal)) {
            if (!place.allows(change)) {
                requireLost(scenario.apply(proposal, change), Refusal.WRONG_STATUS);
            }
        }
    }

    /** In a store of its own, since the time of an expiry is over for everything else. */
    private void requireMade(Place place, Class<? extends Change> kind) {
        close();
        open();
        Proposal proposal = reach(place);
        if (kind == Change.Expire.class || kind == Change.Reap.class) {
            needsVirtualClock();
            toDeadlineOf(proposal);
        }
        Change change = Changes.every(proposal).stream()
                .filter(kind::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(Scenario.applied(scenario.apply(proposal, change)).after()).hasSize(1);
    }

    private Proposal reach(Place place) {
        if (place == Place.EXPIRED) {
            needsVirtualClock();
        }
        return place.reach(scenario, clock);
    }
}
