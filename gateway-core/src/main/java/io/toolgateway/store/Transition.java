package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.ProposalId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One compare-and-set with its events and its effects: all of it or nothing.
 *
 * <p>Usually of one proposal; of all steps where a chain is decided as a unit. Repeating it with the same id is safe: the
 * answer is then {@link TransitionResult.AlreadyMine}, and of its effects only messages are looked at, of which those that were not
 * sent with it are sent.
 *
 * @param id made by whoever asks, to settle an unknown commit
 * @param tenant whose proposals; another tenant's are not found
 * @param actor who asks, for the record
 * @param changes the change of each proposal, in order; at least one
 * @param effects what happens with it
 * @since 0.1
 */
public record Transition(
        UUID id, TenantId tenant, String actor, Map<ProposalId, Change> changes, List<SideEffect> effects) {

    /** Copies the changes in their order. */
    public Transition {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        effects = List.copyOf(effects);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a transition changes something");
        }
        Storable.required(actor, "actor");
    }

    /**
     * A transition of one proposal without effects.
     *
     * @param id the transition's id
     * @param tenant whose proposal
     * @param actor who asks
     * @param proposal the proposal
     * @param change the change
     * @return the transition
     */
    public static Transition of(UUID id, TenantId tenant, String actor, ProposalId proposal, Change change) {
        return new Transition(id, tenant, actor, Map.of(proposal, change), List.of());
    }

    /**
     * This transition with one more effect.
     *
     * @param effect what happens with it
     * @return a copy
     */
    public Transition with(SideEffect effect) {
        List<SideEffect> more = new ArrayList<>(effects);
        more.add(effect);
        return new Transition(id, tenant, actor, changes, more);
    }
}
