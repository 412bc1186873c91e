package io.toolgateway.testkit.faults;

import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.checker.Bounds;
import io.toolgateway.testkit.checker.History;
import io.toolgateway.testkit.checker.Recorded;
import io.toolgateway.testkit.checker.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a store holds of a campaign. */
final class Ledger {

    private static final int PAGE = 500;

    private final ProposalStore store;

    Ledger(ProposalStore store) {
        this.store = store;
    }

    /** Waits until nothing is approved any more: everything that could run has ended. */
    boolean settles(Duration atMost) {
        ProposalQuery open = ProposalQuery.of(Workshop.TENANT).in(ProposalStatus.APPROVED);
        return Pace.until(() -> isEmpty(open), atMost);
    }

    private boolean isEmpty(ProposalQuery open) {
        try {
            return store.count(open) == 0;
        } catch (StoreException lost) {
            // A connection that a restart of the server has ended is only found out by using it.
            return false;
        }
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        ProposalQuery all = ProposalQuery.of(Workshop.TENANT).limit(PAGE);
        Optional<ProposalQuery> next = Optional.of(all);
        while (next.isPresent()) {
            Page page = store.search(next.get());
            page.proposals().stream().map(Row::of).forEach(rows::add);
            next = page.next().map(all::before);
        }
        return rows;
    }

    private List<Recorded> events() {
        return store.events(EventQuery.since(Workshop.TENANT, Instant.EPOCH)).stream()
                .flatMap(event -> Recorded.of(event).stream())
                .toList();
    }

    /** Everything that is known of a campaign: to be read when nobody changes it any more. */
    History history(Path folder, Bounds bounds) {
        return new History(
                EffectFile.read(Campaign.effects(folder)),
                events(),
                rows(),
                AnswerFile.read(Campaign.answers(folder)),
                bounds);
    }
}
