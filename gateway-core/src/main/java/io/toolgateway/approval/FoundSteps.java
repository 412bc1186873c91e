package io.toolgateway.approval;

import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rows of one page, put together into what is decided: a chain whose steps are all among them is not read again. */
final class FoundSteps {

    private final Map<UUID, List<Proposal>> chains;

    FoundSteps(List<Proposal> rows) {
        this.chains = rows.stream()
                .filter(row -> row.content().chain() != null)
                .collect(Collectors.groupingBy(row -> chain(row).chainId()));
    }

    /** {@return the item of a row; empty if steps of it are elsewhere} */
    Optional<ReviewItem> itemOf(Proposal row) {
        if (row.content().chain() == null) {
            return Optional.of(new ReviewItem(List.of(row)));
        }
        List<Proposal> found = chains.getOrDefault(chain(row).chainId(), List.of());
        Map<Integer, Proposal> steps = new TreeMap<>();
        found.forEach(step -> steps.put(chain(step).index(), step));
        int size = chain(row).size();
        return found.size() == size && steps.size() == size
                ? Optional.of(new ReviewItem(List.copyOf(steps.values())))
                : Optional.empty();
    }

    private static ChainPosition chain(Proposal row) {
        return Objects.requireNonNull(row.content().chain());
    }
}
