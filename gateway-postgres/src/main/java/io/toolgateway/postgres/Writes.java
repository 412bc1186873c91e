package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Vote;
import io.toolgateway.store.SideEffect;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction is going to write: collected while its transitions are judged, then sent in one round trip.
 *
 * <p>Threads: confined to one.
 */
final class Writes {

    private final Sql sql;
    private final ProposalWriter proposals;
    private final EventWriter events;
    private final List<Map<String, @Nullable Object>> inserted = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> updated = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> recorded = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> votes = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> budgets = new ArrayList<>();
    private boolean hasWork;

    Writes(Sql sql, ProposalWriter proposals, EventWriter events) {
        this.sql = sql;
        this.proposals = proposals;
        this.events = events;
    }

    /** A new row and its event. */
    Row insert(Proposal proposal, AuditEvent event) {
        Map<String, @Nullable Object> link = events.link(event, proposal, EventHash.GENESIS);
        Row row = new Row(proposal, String.valueOf(link.get("hash")));
        Map<String, @Nullable Object> columns = proposals.content(proposal);
        columns.putAll(proposals.state(proposal, row.eventHash()));
        inserted.add(columns);
        recorded.add(link);
        return row;
    }

    /**
     * A row after a transition, and its event.
     *
     * @param before the row as it was locked
     * @param after the proposal after the transition
     * @param event its event, or null for a heartbeat
     * @param beforeDeadline whether the transition is legal only before the deadline
     */
    Row update(Row before, Proposal after, @Nullable AuditEvent event, boolean beforeDeadline) {
        String head = before.eventHash();
        if (event != null) {
            Map<String, @Nullable Object> link = events.link(event, after, head);
            recorded.add(link);
            head = String.valueOf(link.get("hash"));
        }
        Map<String, @Nullable Object> columns = proposals.state(after, head);
        columns.put("expected_version", before.proposal().version());
        columns.put("expected_fence", before.proposal().state().progress().fence());
        columns.put("before_deadline", beforeDeadline);
        updated.add(columns);
        voted(before.proposal(), after);
        hasWork |= isWork(after);
        return new Row(after, head);
    }

    private void voted(Proposal before, Proposal after) {
        List<Vote> all = after.state().review().votes();
        for (Vote vote : all.subList(before.state().review().votes().size(), all.size())) {
            votes.add(proposals.vote(after.id().value(), vote));
        }
    }

    /** Whether it may be claimed now, or lets the next step of its chain be. */
    static boolean isWork(Proposal after) {
        ChainPosition chain = after.content().chain();
        boolean hasNext = chain != null && chain.index() < chain.size() - 1;
        return after.phase() == Phase.APPROVED || (after.phase() == Phase.EXECUTED && hasNext);
    }

    /** Events that belong to no transition, all of them or none; gives how many. */
    int record(List<AuditEvent> loose) {
        recorded.addAll(loose.stream().map(events::loose).toList());
        return loose.size();
    }

    void send(SideEffect.Send message) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", message.id().toString());
        row.put("topic", StoredJson.storable(message.topic()));
        row.put("body", StoredJson.storable(message.body()));
        row.put("not_before", Micros.of(message.notBefore()).toString());
        messages.add(row);
    }

    void setBudgets(Map<String, BigDecimal> sums) {
        sums.forEach((key, sum) -> {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("key", key);
            row.put("amount", sum);
            budgets.add(row);
        });
    }

    /**
     * Writes what was collected and forgets it.
     *
     * @throws SQLException also if a row was not as it had been read, see {@link Transactions#overtaken()}
     */
    void flush(Connection connection) throws SQLException {
        // All transactions insert in one order of keys, so that two with the same calls cannot wait for each other.
        inserted.sort(Comparator.comparing(row -> String.valueOf(row.get("idempotency_key"))));
        Pipeline pipeline = new Pipeline();
        List<Integer> expected = new ArrayList<>();
        add(pipeline, expected, "insert_proposals", inserted);
        add(pipeline, expected, "update_proposals", updated);
        add(pipeline, expected, "insert_events", recorded);
        add(pipeline, expected, "insert_votes", votes);
        add(pipeline, expected, "insert_messages", messages);
        add(pipeline, expected, "update_budgets", budgets);
        if (hasWork) {
            pipeline.add(sql.get("notify"));
        }
        if (!expected.isEmpty() && !pipeline.run(connection).equals(expected)) {
            throw Transactions.overtaken();
        }
        hasWork = false;
    }

    private void add(
            Pipeline pipeline, List<Integer> expected, String statement, List<Map<String, @Nullable Object>> rows) {
        if (!rows.isEmpty()) {
            pipeline.add(sql.get(statement), Json.write(List.copyOf(rows)));
            expected.add(rows.size());
            rows.clear();
        }
    }
}
