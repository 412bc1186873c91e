package io.toolgateway.store;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.SettableClock;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class InMemoryProposalStoreTest extends ProposalStoreContract {

    @Override
    public StoreUnderTest open(SettableClock clock) {
        return opened(clock);
    }

    static StoreUnderTest opened(SettableClock clock) {
        InMemoryProposalStore store = new InMemoryProposalStore(clock);
        return new StoreUnderTest(store, new TableProbe(store), () -> {});
    }

    /** Looks into the table, past tenants and queries. */
    private record TableProbe(InMemoryProposalStore store) implements StatusProbe {

        @Override
        public Optional<Row> row(ProposalId id) {
            return store.peek(table -> Optional.ofNullable(table.get(id))).map(TableProbe::row);
        }

        private static Row row(Proposal proposal) {
            return new Row(
                    proposal.status(),
                    proposal.version(),
                    proposal.state().progress().fence(),
                    proposal);
        }

        @Override
        public long rows() {
            return store.peek(Table::size);
        }

        @Override
        public List<UUID> outbox() {
            return store.messages().stream().map(SideEffect.Send::id).toList();
        }

        @Override
        public Optional<BigDecimal> reserved(String limit) {
            return store.reserved(limit);
        }
    }
}
