package io.toolgateway.approval;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.SideEffect;
import java.util.List;
import java.util.function.Function;

/**
 * What a person wants to happen to what they have seen.
 *
 * @param seen what they have seen
 * @param act which kind of decision it is
 * @param change the change of each step
 * @param effects what happens with it
 */
record Wish(Seen seen, Act act, Function<Proposal, Change> change, List<SideEffect> effects) {

    /** Kinds of decisions. */
    enum Act {
        APPROVE,
        REJECT,
        WITHDRAW,
        EDIT,
        DELEGATE
    }

    Wish(Seen seen, Act act, Function<Proposal, Change> change) {
        this(seen, act, change, List.of());
    }
}
