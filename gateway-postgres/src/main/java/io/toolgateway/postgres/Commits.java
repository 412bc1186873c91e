package io.toolgateway.postgres;

import io.toolgateway.live.Committed;
import io.toolgateway.live.LiveView;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Commits, and then tells whoever waits for work, and the live view if there is one. Never the other way round: the view is not
 * ahead of the record (I13).
 *
 * <p>Threads: safe for concurrent use.
 */
final class Commits {

    private final Wakeups wakeups;
    private final @Nullable LiveView view;

    Commits(Wakeups wakeups, @Nullable LiveView view) {
        this.wakeups = wakeups;
        this.view = view;
    }

    /** Work within one transaction that says what it changes. */
    @FunctionalInterface
    interface Work<T> {

        /** Does it, see {@link Transactions.EndingWork}. */
        T run(Connection connection, boolean isRepeat, Changes changes, Pipeline last) throws SQLException;
    }

    <T> T run(Transactions transactions, Work<T> work) {
        String epoch = epoch();
        Attempt<T> committed = transactions.runEnding((connection, isRepeat, last) -> {
            Changes changes = new Changes();
            return new Attempt<>(work.run(connection, isRepeat, changes, last), changes);
        });
        tell(epoch, committed.changes());
        return committed.result();
    }

    private record Attempt<T>(T result, Changes changes) {}

    /** To be asked before a transaction is begun. */
    String epoch() {
        return view == null ? "" : view.epoch();
    }

    /** What was not to be had before may be now. */
    void wake() {
        wakeups.signalAll();
        if (view != null) {
            view.wake();
        }
    }

    /** After the commit. */
    void tell(String epoch, Changes changes) {
        Committed committed = changes.committed();
        if (!committed.ready().isEmpty()) {
            wakeups.signal(committed.ready().size());
        }
        if (view != null && !committed.isEmpty()) {
            view.show(epoch, committed);
        }
    }
}
