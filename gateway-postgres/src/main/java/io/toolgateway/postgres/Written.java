package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Vote;
import io.toolgateway.store.LimitKey;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Writes;
import io.toolgateway.stored.EventForm;
import io.toolgateway.stored.EventHash;
import io.toolgateway.stored.ProposalForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction is going to write: collected while its transitions are judged, then sent in one round trip, once.
 *
 * <p>Threads: confined to one.
 */
final class Written implements Writes {

    private final Sql sql;
    private final Changes changes;
    private final Map<ProposalId, String> heads = new HashMap<>();

    private final List<Map<String, @Nullable Object>> inserted = new ArrayList<>();
    private final Updates updates = new Updates();

    private final List<Map<String, @Nullable Object>> recorded = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> votes = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    private final Map<String, Map<String, @Nullable Object>> budgets = new LinkedHashMap<>();

    /** For a transaction that changes what it holds; what it changes of proposals is told to {@code changes}. */
    Written(Sql sql, Held held, Changes changes) {
        this.sql = sql;
        this.changes = changes;
        held.allAround()
                .forEach(loaded ->
                        heads.put(loaded.row().proposal().id(), loaded.row().eventHash()));
    }

    @Override
    public void inserted(Proposal proposal, AuditEvent event) {
        String head = link(event, proposal, EventHash.GENESIS);
        Map<String, @Nullable Object> columns = ProposalForm.content(proposal);
        columns.putAll(ProposalForm.state(proposal));
        columns.put("event_hash", head);
        inserted.add(columns);
        changes.inserted(proposal);
    }

    @Override
    public void updated(Proposal before, Proposal after, Move move, @Nullable AuditEvent event) {
        String head = Objects.requireNonNull(heads.get(before.id()), "what is changed was read");
        if (event != null) {
            head = link(event, after, head);
        }
        Map<String, @Nullable Object> columns = ProposalForm.state(after);
        columns.put("event_hash", head);
        columns.put("expected_version", before.version());
        columns.put("expected_fence", before.state().progress().fence());
        columns.put("before_deadline", isBeforeDeadline(move));
        updates.add(before, after, move, columns);
        voted(before, after);
        changes.updated(after, move);
    }

    /** What may not happen at or after the deadline (I3). */
    private static boolean isBeforeDeadline(Move move) {
        return move == Move.APPROVE || move == Move.VOTE || move == Move.CLAIM;
    }

    /** The next link of its chain; gives its hash. */
    private String link(AuditEvent event, Proposal after, String previous) {
        Map<String, @Nullable Object> link = EventForm.link(event, after, previous);
        recorded.add(link);
        String head = String.valueOf(link.get("hash"));
        heads.put(after.id(), head);
        return head;
    }

    private void voted(Proposal before, Proposal after) {
        List<Vote> all = after.state().review().votes();
        for (Vote vote : all.subList(before.state().review().votes().size(), all.size())) {
            votes.add(ProposalForm.vote(after.id().value(), vote));
        }
    }

    /** Events that belong to no transition, all of them or none; gives how many. */
    int record(List<AuditEvent> loose) {
        for (AuditEvent event : loose) {
            sql.hostIds().require("tenant", event.subject().caller().tenant().value());
            sql.hostIds().require("user", event.subject().caller().userId());
        }
        recorded.addAll(loose.stream().map(EventForm::loose).toList());
        return loose.size();
    }

    @Override
    public void sent(SideEffect.Send message) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", message.id().toString());
        row.put("kind", message.topic().kind());
        row.put("tenant_id", message.topic().tenant().value());
        row.put("name", message.topic().name());
        row.put("body", message.body());
        row.put("not_before", Micros.of(message.notBefore()).toString());
        messages.add(row);
    }

    @Override
    public void reserved(LimitKey limit, BigDecimal sum) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("key", limit.key());
        row.put("amount", sum);
        budgets.put(limit.key(), row);
    }

    /**
     * Adds the statements that write what was collected. They end in an error if a row is not as it had been read, upon which
     * {@link Transactions} tries again.
     */
    void addTo(Pipeline last) {
        // All transactions insert in one order of keys, so that two with the same calls cannot wait for each other.
        inserted.sort(Comparator.comparing(row -> String.valueOf(row.get("idempotency_key"))));
        if (!inserted.isEmpty()) {
            RowShape shape = RowShape.newProposal();
            last.add(sql.get("insert_proposals", shape), shape.texts(inserted), (long) inserted.size());
        }
        updates.addTo(last, sql);
        if (!recorded.isEmpty()) {
            RowShape shape = RowShape.newEvent();
            last.add(sql.get("insert_events", shape), (Object) shape.texts(recorded));
        }
        if (!votes.isEmpty()) {
            last.add(sql.get("insert_votes"), Json.write(List.copyOf(votes)));
        }
        if (!budgets.isEmpty()) {
            last.add(sql.get("update_budgets"), Json.write(List.copyOf(budgets.values())), (long) budgets.size());
        }
        if (!messages.isEmpty()) {
            last.add(sql.get("insert_messages"), Json.write(List.copyOf(messages)));
        }
        if (changes.isAnyReady()) {
            last.add(sql.get("notify"));
        }
    }
}
