package io.toolgateway.live;

import io.toolgateway.proposal.ProposalId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a view reads of the record that it follows: committed things only, of all tenants, and only of proposals that are shown
 * ({@link Projection#isShown}).
 *
 * <p>Threads: safe for concurrent use. All methods may throw {@link io.toolgateway.store.StoreException}.
 *
 * @since 0.1
 */
public interface RecordFeed {

    /** {@return how far the record has come: all that is committed before this call is behind it} */
    RecordPosition position();

    /**
     * Reads what happened between two positions of one record, and perhaps a little of what happened around them.
     *
     * @param from the earlier point
     * @param to a later one
     * @param pages takes what was found, in several pages if it is much, in no order
     */
    void touched(String from, String to, Consumer<List<Touched>> pages);

    /**
     * Reads what happened to proposals after versions of them.
     *
     * @param after the version of each; 0 for all
     * @return each later version, those of a proposal in their order; nothing of proposals that are not there
     */
    List<Projection> since(Map<ProposalId, Long> after);

    /**
     * Reads what is not over, as it stands, in the order of the ids.
     *
     * @param after behind which id, or null for the first page
     * @param limit how many at most
     * @return a page; the last one is shorter than the limit
     */
    List<Projection> open(@Nullable ProposalId after, int limit);

    /**
     * Reads proposals as they stand.
     *
     * @param ids which
     * @return those that are there, in no order
     */
    List<Projection> standing(Collection<ProposalId> ids);
}
