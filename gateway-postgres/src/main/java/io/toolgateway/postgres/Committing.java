package io.toolgateway.postgres;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.execution.CommittingHandler;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a host's handler and records its end in one transaction: the handler's statements first, the fenced update of the
 * proposal with its event last, so that its row is locked for no longer than that. Nothing is batched with it.
 *
 * <p>Threads: as its handler.
 */
final class Committing implements CommittingHandler {

    private final PostgresProposalStore store;
    private final Commits commits;
    private final Sql sql;
    private final Applying applying;
    private final Connections connections;
    private final Transactions transactions;
    private final TransactionalHandler handler;

    Committing(
            PostgresProposalStore store,
            Commits commits,
            Sql sql,
            Applying applying,
            Connections connections,
            Transactions transactions,
            TransactionalHandler handler) {
        this.store = store;
        this.commits = commits;
        this.sql = sql;
        this.applying = applying;
        this.connections = connections;
        this.transactions = transactions;
        this.handler = handler;
    }

    @Override
    public boolean recordsIn(ProposalStore other) {
        return other == store;
    }

    /** A read without a proposal: nothing is recorded with it, so nothing may be changed. */
    @Override
    public ToolResult handle(Invocation call) throws Exception {
        try (EffectTransaction transaction = EffectTransaction.open(connections)) {
            return handler.handle(call, transaction.begin(sql, call.deadline(), true));
        }
    }

    @Override
    public Ending handleAll(
            List<Function<List<ToolResult>, Optional<Part>>> steps,
            Function<List<ToolResult>, List<Transition>> finishing) {
        try (EffectTransaction transaction = EffectTransaction.open(connections)) {
            return new Run(transaction).end(steps, finishing);
        } catch (SQLException e) {
            // No connection: nothing was begun.
            return new Ending.RolledBack(null, e);
        }
    }

    /** One run in its transaction. */
    private final class Run {

        private final EffectTransaction transaction;
        private final String epoch = commits.epoch();
        private @Nullable Connection lent;
        private @Nullable Transition committing;

        Run(EffectTransaction transaction) {
            this.transaction = transaction;
        }

        Ending end(
                List<Function<List<ToolResult>, Optional<Part>>> steps,
                Function<List<ToolResult>, List<Transition>> finishing) {
            try {
                List<ToolResult> results = new ArrayList<>(steps.size());
                for (Function<List<ToolResult>, Optional<Part>> step : steps) {
                    Optional<Part> part = step.apply(List.copyOf(results));
                    ToolResult result = part.isPresent() ? handled(part.get()) : null;
                    if (result == null || result.status() == ToolResult.Status.FAILURE) {
                        return undone(new Ending.RolledBack(result, null));
                    }
                    results.add(result);
                }
                return new Ending.Judged(recorded(finishing.apply(results)));
            } catch (EffectTransaction.EndedByHandlerException e) {
                return new Ending.Unknown(e);
            } catch (Throwable e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                return committing == null ? undone(new Ending.RolledBack(null, e)) : settled(committing, e);
            }
        }

        @SuppressWarnings("NullAway") // a handler of the host's may return null whatever its signature says
        private ToolResult handled(Part part) throws Exception {
            Connection connection = lent;
            if (connection == null) {
                connection = transaction.begin(sql, part.call().deadline(), false);
                lent = connection;
            }
            ToolResult result = ((Committing) part.handler()).handler.handle(part.call(), connection);
            return result == null ? ToolResult.success() : result;
        }

        private TransitionResult recorded(List<Transition> finishing) throws SQLException {
            Connection connection = transaction.endHandler();
            Changes changes = new Changes();
            Pipeline last = new Pipeline();
            TransitionResult result = together(resultOf(applying.apply(connection, List.of(finishing), changes, last)));
            last.run(connection);
            if (result instanceof TransitionResult.Applied) {
                committing = finishing.get(0);
                transaction.commit();
                commits.tell(epoch, changes);
            }
            return result;
        }

        /** The first that was not applied, or all of them. */
        private static TransitionResult together(List<TransitionResult> results) {
            List<Proposal> after = new ArrayList<>();
            List<AuditEvent> events = new ArrayList<>();
            for (TransitionResult result : results) {
                if (!(result instanceof TransitionResult.Applied applied)) {
                    return result;
                }
                after.addAll(applied.after());
                events.addAll(applied.events());
            }
            return new TransitionResult.Applied(after, events);
        }

        private static List<TransitionResult> resultOf(List<GroupCommit.Answer<List<TransitionResult>>> answers)
                throws SQLException {
            if (answers.get(0) instanceof GroupCommit.Answer.Done<List<TransitionResult>> done) {
                return done.result();
            }
            Throwable cause = ((GroupCommit.Answer.Failed<List<TransitionResult>>) answers.get(0)).cause();
            throw new SQLException("the end could not be recorded", cause);
        }

        /** Without a commit that was sent there is none; unless the handler has sent one in a statement. */
        private Ending undone(Ending.RolledBack ending) {
            try {
                transaction.undo();
                return ending;
            } catch (EffectTransaction.EndedByHandlerException e) {
                return new Ending.Unknown(e);
            } catch (SQLException e) {
                // The connection is gone, and the transaction with it.
                return ending;
            }
        }

        /**
         * The commit was not answered. The handler is not run again, and the transition is not made again without it: the row
         * tells. Its lock is waited for, which the old transaction holds for as long as it can still be committed.
         */
        private Ending settled(Transition asked, Throwable cause) {
            transaction.close();
            Optional<Proposal> current = transactions.run((connection, isRepeat) -> look(connection, asked));
            return current.filter(proposal -> isMine(proposal, asked))
                    .<Ending>map(mine -> new Ending.Judged(new TransitionResult.AlreadyMine(List.of(mine))))
                    .orElseGet(() -> new Ending.RolledBack(null, cause));
        }
    }

    private Optional<Proposal> look(Connection connection, Transition asked) throws SQLException {
        ProposalId id = asked.changes().keySet().iterator().next();
        Loaded row =
                Held.forUpdate(connection, sql, List.of(), Set.of(id), Set.of()).get(id);
        return row == null ? Optional.empty() : Optional.of(row.row().proposal());
    }

    /** Also after someone has settled it since: only the holder of a fence can have executed under it. */
    private static boolean isMine(Proposal current, Transition asked) {
        Map<ProposalId, Change> changes = asked.changes();
        boolean isMyFence = changes.get(current.id()) instanceof Change.Finish finish
                && finish.fence() == current.state().progress().fence();
        return current.state().lastTransition().equals(asked.id()) || (isMyFence && current.phase() == Phase.EXECUTED);
    }
}
