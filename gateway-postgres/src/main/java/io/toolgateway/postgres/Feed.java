package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.live.Parked;
import io.toolgateway.live.Projection;
import io.toolgateway.live.RecordFeed;
import io.toolgateway.live.RecordPosition;
import io.toolgateway.live.Touched;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What a live view reads of the record. A point is a snapshot: what one has not seen and a later one has is found by the ids of the
 * transactions, so that nothing is passed over that was committed late (a number given early would be).
 *
 * <p>Threads: safe for concurrent use.
 */
final class Feed implements RecordFeed {

    private static final int PAGE = 1_000;

    private final Sql sql;
    private final Transactions transactions;

    Feed(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public RecordPosition position() {
        return transactions.read(handle -> handle.createQuery(sql.get("position"))
                .map((row, context) ->
                        new RecordPosition(row.getString("record"), row.getString("point"), row.getInt("ready")))
                .one());
    }

    @Override
    public void touched(String from, String to, Consumer<List<Touched>> pages) {
        for (Snapshot.Span span : Snapshot.of(from).until(Snapshot.of(to))) {
            Place place = new Place(0, 0);
            List<At> page;
            do {
                page = page(span, place);
                if (!page.isEmpty()) {
                    pages.accept(page.stream().map(At::touched).toList());
                    place = page.get(page.size() - 1).place();
                }
            } while (page.size() == PAGE);
        }
    }

    private record Place(long transaction, long number) {}

    private record At(Place place, Touched touched) {
        static At read(ResultSet row) throws SQLException {
            return new At(
                    new Place(row.getLong("transaction"), row.getLong("number")),
                    new Touched(
                            ProposalId.of(row.getString("proposal_id")),
                            TenantId.of(row.getString("tenant_id")),
                            row.getLong("seq")));
        }
    }

    private List<At> page(Snapshot.Span span, Place behind) {
        return transactions.read(handle -> handle.createQuery(sql.get("touched"))
                .bind("from", span.from())
                .bind("to", span.to())
                .bind("transaction", behind.transaction())
                .bind("number", behind.number())
                .bind("limit", PAGE)
                .map((row, context) -> At.read(row))
                .list());
    }

    @Override
    public List<Projection> since(Map<ProposalId, Long> after) {
        List<ProposalId> ids = List.copyOf(after.keySet());
        UUID[] keys = ids.stream().map(ProposalId::value).toArray(UUID[]::new);
        Long[] versions = ids.stream().map(after::get).toArray(Long[]::new);
        return transactions.read(handle -> projections(handle.createQuery(sql.get("projections_since"))
                .bind("ids", keys)
                .bind("versions", versions)));
    }

    @Override
    public List<Projection> open(@Nullable ProposalId after, int limit) {
        String more = " AND p.status IN ('pending', 'approved')" + (after == null ? "" : " AND p.id > :after")
                + " ORDER BY p.id LIMIT " + limit;
        return transactions.read(handle -> {
            Query query = handle.createQuery(sql.get("projections") + more);
            return projections(after == null ? query : query.bind("after", after.value()));
        });
    }

    @Override
    public List<Projection> standing(Collection<ProposalId> ids) {
        UUID[] keys = ids.stream().map(ProposalId::value).toArray(UUID[]::new);
        return transactions.read(
                handle -> projections(handle.createQuery(sql.get("projections") + " AND p.id = ANY (:ids::uuid[])")
                        .bind("ids", keys)));
    }

    private static List<Projection> projections(Query query) {
        return query.map((row, context) -> projection(row)).list();
    }

    private static Projection projection(ResultSet row) throws SQLException {
        Parked parked = new Parked(
                ProposalId.of(row.getString("id")),
                TenantId.of(row.getString("tenant_id")),
                row.getString("tool_name"),
                row.getString("arguments"),
                row.getString("triggered_by"),
                row.getString("conversation_id"),
                row.getString("request_id"),
                instant(row, "created_at"),
                instant(row, "valid_until"));
        return new Projection(parked, row.getLong("version"), ProposalStatus.ofText(row.getString("status")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }
}
