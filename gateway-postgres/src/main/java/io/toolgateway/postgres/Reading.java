package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.TenantId;
import io.toolgateway.postgres.GroupCommit.Answer;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Page;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.UnsettledQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads proposals and events: always of one tenant, but for what workers have to find out. */
final class Reading {

    private final Sql sql;
    private final Transactions transactions;

    Reading(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    /** One proposal of a tenant. */
    record Wanted(TenantId tenant, ProposalId id) {}

    /** What several callers want, in one query. */
    List<Answer<Optional<Proposal>>> find(List<Wanted> wanted) {
        String[] ids = wanted.stream().map(one -> one.id().toString()).toArray(String[]::new);
        String[] tenants = wanted.stream().map(one -> one.tenant().value()).toArray(String[]::new);
        Map<Wanted, Proposal> found = new HashMap<>();
        transactions
                .read(
                        new Pipeline().add(sql.get("begin")).add(sql.get("load_proposals"), ids, tenants),
                        row -> RowFields.proposal(row).proposal())
                .forEach(one -> found.put(new Wanted(one.tenant(), one.id()), one));
        List<Answer<Optional<Proposal>>> answers = new ArrayList<>(wanted.size());
        wanted.forEach(one -> answers.add(new Answer.Done<>(Optional.ofNullable(found.get(one)))));
        return answers;
    }

    List<Proposal> chain(TenantId tenant, ChainPosition chain) {
        Conditions conditions = foundByKey("p", tenant).and("p.chain_id = :chain", "chain", chain.chainId());
        return proposals(conditions, " ORDER BY p.chain_index");
    }

    Page search(ProposalQuery query) {
        Conditions conditions = meant(query);
        ProposalId before = query.before();
        if (before != null) {
            conditions.and("p.id < :before", "before", before.value());
        }
        List<Proposal> found = proposals(conditions, " ORDER BY p.id DESC LIMIT " + (query.limit() + 1));
        boolean more = found.size() > query.limit();
        return new Page(more ? found.subList(0, query.limit()) : found, more);
    }

    long count(ProposalQuery query) {
        Conditions conditions = meant(query);
        return transactions.read(handle -> handle.createQuery(sql.get("count") + conditions.where())
                .bindMap(conditions.values())
                .mapTo(Long.class)
                .one());
    }

    List<Proposal> unsettled(UnsettledQuery query) {
        // Written out as the indexes have it, so that they can be seen to fit.
        Conditions conditions = query.tenant() == null
                ? new Conditions()
                        .and(
                                "p.tool_name = ANY (:tools::text[])",
                                "tools",
                                query.tools().toArray(String[]::new))
                        .and("p.status = 'failed' AND p.effect_state = 'possible'"
                                + " AND p.resolution IS NULL AND p.undoes IS NULL")
                : ofTenant("p", query.tenant())
                        .and("((p.status = 'failed' AND p.effect_state = 'possible' AND p.resolution IS NULL)"
                                + " OR p.resolution OPERATOR(pg_catalog.->>) 'kind' = 'not_undone')");
        if (query.after() != null) {
            conditions.and("p.id > :after", "after", query.after().value());
        }
        return proposals(conditions, " ORDER BY p.id LIMIT " + query.limit());
    }

    List<AuditEvent> events(EventQuery query) {
        boolean hasKey = query.proposal() != null;
        Conditions conditions = hasKey ? foundByKey("e", query.tenant()) : ofTenant("e", query.tenant());
        if (query.requestId() != null) {
            conditions.and("e.request_id = :request::text", "request", query.requestId());
        }
        if (query.proposal() != null) {
            conditions.and(
                    "e.proposal_id = :proposal", "proposal", query.proposal().value());
        }
        if (query.from() != null) {
            conditions.and("e.at >= :from", "from", Micros.bounded(query.from()));
        }
        return rows(sql.get("events") + conditions.where() + " ORDER BY e.number", conditions, RowFields::event);
    }

    private List<Proposal> proposals(Conditions conditions, String order) {
        return rows(
                sql.get("proposals") + conditions.where() + order,
                conditions,
                row -> RowFields.proposal(row).proposal());
    }

    private <T> List<T> rows(String statement, Conditions conditions, Mapper<T> mapper) {
        return transactions.read(handle -> handle.createQuery(statement)
                .bindMap(conditions.values())
                .map((row, context) -> mapper.map(row))
                .list());
    }

    @FunctionalInterface
    private interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private Conditions meant(ProposalQuery query) {
        Conditions conditions = ofTenant("p", query.tenant());
        if (!query.statuses().isEmpty()) {
            String[] statuses =
                    query.statuses().stream().map(ProposalStatus::text).toArray(String[]::new);
            // One status is written out, so that the index of the pending can be seen to fit.
            conditions.and(
                    statuses.length == 1 ? "p.status = '" + statuses[0] + "'" : "p.status = ANY (:statuses::text[])",
                    "statuses",
                    statuses);
        }
        if (query.isOfCalls()) {
            conditions.and("p.undoes IS NULL");
        }
        if (query.tool() != null) {
            conditions.and("p.tool_name = :tool::text", "tool", query.tool());
        }
        if (query.triggeredBy() != null) {
            conditions.and("p.triggered_by = :user::text::" + idType(), "user", user(query.triggeredBy()));
        }
        if (query.reviewedBy() != null) {
            conditions.and("p.reviewed_by = :reviewer::text::" + idType(), "reviewer", user(query.reviewedBy()));
        }
        if (query.idempotencyKey() != null) {
            conditions.and("p.idempotency_key = :key::text", "key", query.idempotencyKey());
        }
        if (query.createdFrom() != null) {
            conditions.and("p.created_at >= :from", "from", Micros.bounded(query.createdFrom()));
        }
        if (query.createdBefore() != null) {
            conditions.and("p.created_at < :end", "end", Micros.bounded(query.createdBefore()));
        }
        if (!query.words().isEmpty()) {
            conditions.and(
                    "p.search @@ pg_catalog.plainto_tsquery('pg_catalog.simple'::regconfig, :words::text)",
                    "words",
                    String.join(" ", query.words()));
        }
        return conditions;
    }

    private Conditions ofTenant(String row, TenantId tenant) {
        return ofTenant(row, "=", tenant);
    }

    /**
     * Where a key follows: that the tenant is right is only looked at, whatever the planner thought of its index when the table was
     * young.
     */
    private Conditions foundByKey(String row, TenantId tenant) {
        return ofTenant(row, "IS NOT DISTINCT FROM", tenant);
    }

    private Conditions ofTenant(String row, String is, TenantId tenant) {
        sql.hostIds().require("tenant", tenant.value());
        return new Conditions().and(row + ".tenant_id " + is + " :tenant::text::" + idType(), "tenant", tenant.value());
    }

    private String user(String id) {
        sql.hostIds().require("user", id);
        return id;
    }

    private String idType() {
        return sql.hostIds().type();
    }
}
