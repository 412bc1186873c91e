package io.toolgateway.postgres;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Review;

/** How proposals and events are written for one schema. */
final class Codec {

    private final Sql sql;
    private final ProposalWriter proposals;
    private final EventWriter events;

    Codec(Sql sql) {
        this.sql = sql;
        this.proposals = new ProposalWriter(sql.hostIds());
        this.events = new EventWriter(sql.hostIds(), proposals);
    }

    Writes writes() {
        return new Writes(sql, proposals, events);
    }

    EventWriter events() {
        return events;
    }

    /** Refuses ids of another kind than the columns have. */
    void requireStorable(Proposal proposal) {
        sql.hostIds().require("tenant", proposal.tenant().value());
        sql.hostIds().require("user", proposal.triggeredBy());
    }

    /** Refuses a reviewer whose id is of another kind. */
    void requireStorable(Review review) {
        review.votes().forEach(vote -> sql.hostIds().require("reviewer", vote.reviewer()));
        String by = review.reviewedBy();
        if (by != null) {
            sql.hostIds().require("reviewer", by);
        }
    }
}
