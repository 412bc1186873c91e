package io.toolgateway.testkit.faults;

import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.ProposalStore;
import java.time.Duration;
import java.util.List;

/** See {@link Mistake#BUDGET_IGNORED}. */
final class BudgetIgnored extends ForwardingStore {

    private static final Duration FOREVER = Duration.ofHours(1);

    BudgetIgnored(ProposalStore store) {
        super(store);
    }

    @Override
    public List<Claimed> claim(ClaimRequest request) {
        return store.claim(request).stream()
                .map(claimed -> new Claimed(claimed.proposal(), FOREVER, claimed.event()))
                .toList();
    }
}
