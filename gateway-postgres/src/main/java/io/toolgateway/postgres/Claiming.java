package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Lease;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Step;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Claims for a worker (T9): the oldest that nobody else is looking at, their starts on record when it returns. */
final class Claiming {

    private final Sql sql;
    private final Codec codec;

    Claiming(Sql sql, Codec codec) {
        this.sql = sql;
        this.codec = codec;
    }

    List<Claimed> claim(Connection connection, boolean isRepeat, ClaimRequest request) throws SQLException {
        if (isRepeat) {
            Held mine = Held.claimed(connection, sql, request);
            if (!mine.all().isEmpty()) {
                return again(mine, request);
            }
        }
        Held held = Held.forClaim(connection, sql, request);
        Judging judging = new Judging(connection, codec, held, Known.nothing(), Budgets.none());
        Change.Claim change = new Change.Claim(request.worker(), request.lease());
        List<Claimed> claimed = new ArrayList<>();
        for (Loaded loaded : held.all()) {
            Step step =
                    Lifecycle.apply(loaded.row().proposal(), change, loaded.around(held.now()), request.transition());
            if (step instanceof Step.Made made) {
                Optional<AuditEvent> event = judging.write(loaded, made, actor(request));
                claimed.add(claimed(made.after(), event.orElseThrow(), held.now()));
            }
        }
        judging.flush();
        return claimed;
    }

    /** The claim had been committed before its answer was lost: what is left of it is this worker's. */
    private static List<Claimed> again(Held mine, ClaimRequest request) {
        List<Claimed> claimed = new ArrayList<>();
        for (Loaded loaded : mine.all()) {
            Proposal proposal = loaded.row().proposal();
            AuditEvent event = AuditEvent.of(Move.CLAIM, proposal, actor(request), mine.now());
            claimed.add(claimed(proposal, event, mine.now()));
        }
        return claimed;
    }

    private static Claimed claimed(Proposal proposal, AuditEvent event, Instant now) {
        Lease lease = Objects.requireNonNull(proposal.state().progress().lease(), "what is claimed has a lease");
        Instant end = lease.until().isBefore(proposal.validUntil()) ? lease.until() : proposal.validUntil();
        return new Claimed(proposal, Duration.between(now, end), event);
    }

    private static String actor(ClaimRequest request) {
        return "worker:" + request.worker();
    }
}
