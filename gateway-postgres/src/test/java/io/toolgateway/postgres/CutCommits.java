package io.toolgateway.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Loses connections at the commit: before the server sees it, or after it was done and before the answer. */
final class CutCommits extends ForwardingDataSource {

    /** When a connection is lost. */
    enum Cut {
        NEVER,
        BEFORE,
        AFTER
    }

    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Cut next = Cut.NEVER;

    CutCommits(DataSource source) {
        super(source);
    }

    /** The next commit is lost; those after it are not. */
    void next(Cut cut) {
        next = cut;
    }

    /** How many were lost. */
    int cuts() {
        return cuts.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = super.getConnection();
        return CommitTap.on(real, commit -> commit(real, commit));
    }

    private void commit(Connection real, CommitTap.Commit commit) throws SQLException {
        Cut cut = next;
        next = Cut.NEVER;
        if (cut != Cut.BEFORE) {
            commit.run();
        }
        if (cut != Cut.NEVER) {
            cuts.incrementAndGet();
            real.abort(Runnable::run);
            throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
        }
    }
}
