package io.toolgateway.postgres;

import io.toolgateway.proposal.State;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of where a proposal stands, by what changes together: an update writes those parts alone that its move changes. */
enum StatePart {
    STANDING(
            Column.of("status", "text"),
            Column.of("version", "bigint"),
            Column.of("last_transition_id", "uuid"),
            Column.of("reason_code", "text"),
            Column.of("event_hash", "text")),
    REVIEW(
            Column.of("reviewed_by", "${id}"),
            Column.of("reviewed_at", "timestamptz"),
            Column.of("stages", "jsonb"),
            Column.of("votes", "jsonb"),
            Column.of("approved_hash", "text"),
            Column.of("decided_by", "text"),
            Column.of("review_note", "text")),
    PROGRESS(
            Column.of("effect_state", "text"),
            Column.of("effect_before", "text"),
            Column.of("attempt", "integer"),
            Column.of("fence", "bigint"),
            Column.of("lease_owner", "text"),
            Column.of("lease_until", "timestamptz"),
            Column.of("next_attempt_at", "timestamptz")),
    EXECUTION(
            Column.of("executed_at", "timestamptz"),
            Column.of("execution_result", "jsonb"),
            Column.of("execution_error", "text"),
            Column.of("execution_time_ms", "numeric"),
            Column.of("token_usage", "bigint"),
            Column.of("cost", "numeric")),
    RESOLUTION(Column.of("resolution", "jsonb"));

    private final List<Column> columns;

    StatePart(Column... columns) {
        this.columns = List.of(columns);
    }

    List<Column> columns() {
        return columns;
    }

    /** The columns of all parts. */
    static Stream<Column> all() {
        return Arrays.stream(values()).flatMap(part -> part.columns.stream());
    }

    /** What tells one state from another. */
    static Set<StatePart> changed(State before, State after) {
        Set<StatePart> changed = EnumSet.of(STANDING);
        add(changed, REVIEW, before.review(), after.review());
        add(changed, PROGRESS, before.progress(), after.progress());
        add(changed, EXECUTION, before.execution(), after.execution());
        add(changed, RESOLUTION, before.resolution(), after.resolution());
        return changed;
    }

    private static void add(Set<StatePart> changed, StatePart part, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changed.add(part);
        }
    }
}
