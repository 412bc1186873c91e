package io.toolgateway.postgres;

import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of rows in one transaction, in as few statements as their order allows: each changes some rows, each of them once, and of
 * all of them what changes of any.
 *
 * <p>Threads: confined to one.
 */
final class Updates {

    private final List<Update> updates = new ArrayList<>();
    private final Map<ProposalId, Placed> placed = new HashMap<>();

    private static final class Update {
        private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        private final Set<StatePart> parts = EnumSet.noneOf(StatePart.class);
    }

    /** The last change of a proposal: in which statement, with which columns. */
    private record Placed(int update, Map<String, @Nullable Object> columns, Move move) {}

    /**
     * Adds a change.
     *
     * @param columns where it stands after it, and what it is expected to be before
     */
    void add(Proposal before, Proposal after, Move move, Map<String, @Nullable Object> columns) {
        Placed last = placed.get(after.id());
        Set<StatePart> parts = StatePart.changed(before.state(), after.state());
        if (last != null && last.move() == Move.APPROVE && move == Move.CLAIM) {
            // One change of the row: the events tell that it was approved first.
            columns.put("expected_version", last.columns().get("expected_version"));
            last.columns().putAll(columns);
            updates.get(last.update()).parts.addAll(parts);
            placed.put(after.id(), new Placed(last.update(), last.columns(), move));
            return;
        }
        int place = placeOf(after, last);
        updates.get(place).rows.add(columns);
        updates.get(place).parts.addAll(parts);
        placed.put(after.id(), new Placed(place, columns, move));
    }

    /** After its own last change; a step of a chain after all that came before, which may be what it depends on. */
    private int placeOf(Proposal after, @Nullable Placed last) {
        int own = last == null ? 0 : last.update() + 1;
        int place = after.content().chain() == null ? own : Math.max(own, updates.size() - 1);
        if (place == updates.size()) {
            updates.add(new Update());
        }
        return place;
    }

    void addTo(Pipeline last, Sql sql) {
        for (Update update : updates) {
            RowShape shape = RowShape.changed(update.parts);
            last.add(sql.get("update_proposals", shape), shape.texts(update.rows), (long) update.rows.size());
        }
    }
}
