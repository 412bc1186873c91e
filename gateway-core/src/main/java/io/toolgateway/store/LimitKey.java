package io.toolgateway.store;

import io.toolgateway.policy.Reservation;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The key of a limit that adds up: for those who write a store. A store holds the limits that these methods name while a {@link
 * UnitOfWork} judges; those that lock, in this order.
 *
 * @param key the key
 * @param until from when on nothing counts there any more; null for a limit without an end
 * @since 0.1
 */
public record LimitKey(String key, @Nullable Instant until) implements Comparable<LimitKey> {

    private static final Comparator<LimitKey> ORDER = Comparator.comparing(LimitKey::key)
            .thenComparing(LimitKey::until, Comparator.nullsFirst(Comparator.naturalOrder()));

    /**
     * What new proposals and effects take out of.
     *
     * @param proposals new ones; revisions among the effects are seen by themselves
     * @param effects what happens with them
     * @return the limits, in order
     */
    public static SortedSet<LimitKey> of(Collection<NewProposal> proposals, List<SideEffect> effects) {
        SortedSet<LimitKey> keys = new TreeSet<>();
        proposals.forEach(proposal -> add(keys, proposal));
        for (SideEffect effect : effects) {
            if (effect instanceof SideEffect.Reserve reserve) {
                keys.add(new LimitKey(reserve.key(), null));
            } else if (effect instanceof SideEffect.Insert insert) {
                add(keys, insert.revision());
            }
        }
        return keys;
    }

    private static void add(SortedSet<LimitKey> keys, NewProposal proposal) {
        proposal.content().terms().reservations().forEach(taken -> keys.add(of(taken)));
    }

    /**
     * What a change of a stored proposal may give back to. None for what never gives back, so that the way to an executed call
     * asks for no limit.
     *
     * @param proposal as it stands
     * @param change what is wanted
     * @param now a time not after that at which it is judged
     * @return the limits, in order
     */
    public static SortedSet<LimitKey> of(Proposal proposal, Change change, Instant now) {
        boolean keeps = change instanceof Change.Finish
                || change instanceof Change.Claim
                || change instanceof Change.Heartbeat
                || change instanceof Change.Release
                || change instanceof Change.Retry
                || change instanceof Change.Approve
                || change instanceof Change.Widen;
        return keeps ? new TreeSet<>() : of(proposal, now);
    }

    /**
     * What the end of a stored proposal may give back to.
     *
     * @param proposal as it stands
     * @param now a time not after that at which it is judged
     * @return the limits, in order
     */
    public static SortedSet<LimitKey> of(Proposal proposal, Instant now) {
        SortedSet<LimitKey> keys = new TreeSet<>();
        proposal.content().terms().reservations().stream()
                .filter(taken -> now.isBefore(taken.until()))
                .forEach(taken -> keys.add(of(taken)));
        return keys;
    }

    /** How often a permission was used is worth knowing when it is long over; of a budget there is one for each window. */
    static LimitKey of(Reservation taken) {
        return new LimitKey(taken.key(), taken.isOfPermission() ? null : taken.until());
    }

    @Override
    public int compareTo(LimitKey other) {
        return ORDER.compare(this, other);
    }
}
