package io.toolgateway.live;

import java.util.List;

/**
 * What a view is to learn of one or more transactions that are committed.
 *
 * @param projections what changed of proposals that are shown; those of one proposal in the order of their versions
 * @param ready what workers may claim now
 * @since 0.1
 */
public record Committed(List<Projection> projections, List<Ready> ready) {

    /** Copies both. */
    public Committed {
        projections = List.copyOf(projections);
        ready = List.copyOf(ready);
    }

    /** {@return true if there is nothing to be told} */
    public boolean isEmpty() {
        return projections.isEmpty() && ready.isEmpty();
    }
}
