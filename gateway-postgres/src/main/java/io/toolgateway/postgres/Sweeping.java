package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Circumstances;
import io.toolgateway.proposal.Lifecycle;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Step;
import io.toolgateway.store.SweepRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expires, reaps and ends broken chains (T6 to T8, T15 to T17): what nobody else is looking at. */
final class Sweeping {

    private static final String ACTOR = "sweeper";

    private final Sql sql;
    private final Codec codec;

    Sweeping(Sql sql, Codec codec) {
        this.sql = sql;
        this.codec = codec;
    }

    /** One pass; what ended in it may break a chain that the next one finds. */
    List<AuditEvent> sweep(Connection connection, int limit, SweepRequest request) throws SQLException {
        Held held = Held.forSweep(connection, sql, limit, request);
        Judging judging = new Judging(connection, codec, held, Known.nothing(), Budgets.none());
        List<AuditEvent> recorded = new ArrayList<>();
        for (Loaded loaded : held.all()) {
            Circumstances around = loaded.around(held.now());
            Change due = due(loaded, around, request);
            if (due != null
                    && Lifecycle.apply(loaded.row().proposal(), due, around, request.transition())
                            instanceof Step.Made made) {
                judging.write(loaded, made, ACTOR).ifPresent(recorded::add);
            }
        }
        judging.flush();
        return recorded;
    }

    private static @Nullable Change due(Loaded loaded, Circumstances around, SweepRequest request) {
        Change due = Lifecycle.due(loaded.row().proposal(), around, request.grace());
        boolean isBroken = loaded.row().proposal().phase() == Phase.APPROVED && !loaded.itsTurn();
        return due == null && isBroken ? new Change.Abandon(ReasonCode.CHAIN_ABORTED) : due;
    }
}
