package io.toolgateway;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.PermissionOffer;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.store.Grants;
import io.toolgateway.store.ProposalStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the yes that somebody has said in advance to what would wait for people. */
final class Permits {

    private static final Logger LOG = LoggerFactory.getLogger(Permits.class);

    private final Map<String, PermissionOffer> offers;
    private final ProposalStore store;
    private final Function<StandingPermission, Optional<Caller>> granterNow;

    Permits(
            Map<String, PermissionOffer> offers,
            ProposalStore store,
            Function<StandingPermission, Optional<Caller>> granterNow) {
        this.offers = Map.copyOf(offers);
        this.store = store;
        this.granterNow = granterNow;
    }

    /** One that covers a call whose requirement comes from the rules alone. Nobody is asked where nothing is offered. */
    Optional<StandingPermission> find(Draft draft, Verdict.RequireApproval needed) {
        if (!offers.containsKey(draft.tool().tool().name())
                || draft.editor() != null
                || draft.hasReferences()
                || needed.stages().size() > 1
                || needed.stages().get(0).quorum() > 1) {
            return Optional.empty();
        }
        return store
                .grants()
                .usable(
                        draft.caller.tenant(),
                        draft.caller.userId(),
                        draft.tool().tool().name())
                .stream()
                .map(Grants.Grant::permission)
                .filter(one -> one.covers(
                        draft.caller, draft.tool().tool().name(), draft.tool().version(), draft.arguments()))
                .filter(one -> mayApprove(one, draft, needed))
                .findFirst();
    }

    /** What the rules ask for now is asked of the one who gave it, as they are now. */
    private boolean mayApprove(StandingPermission one, Draft draft, Verdict.RequireApproval needed) {
        Optional<Caller> granter;
        try {
            granter = granterNow.apply(one);
        } catch (Throwable unanswered) {
            LOG.warn(
                    "the directory did not answer for permission {}: {}",
                    one.id(),
                    unanswered.getClass().getName());
            return false;
        }
        return granter.filter(now -> now.isUser(one.tenant(), one.grantedBy().userId()))
                .filter(now ->
                        needed.stages().get(0).approvers().admit(draft.caller.tenant(), draft.caller.userId(), now))
                .isPresent();
    }
}
