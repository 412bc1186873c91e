package io.toolgateway.execution;

import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose effect is in the same database as the record: both are committed together, or neither. Made by an adapter.
 *
 * <p>Threads: as {@link ToolHandler}.
 *
 * @since 0.1
 */
public interface CommittingHandler extends ToolHandler {

    /**
     * Runs the tool once, then makes the transition that records its end, and commits both.
     *
     * <p>What the handler throws is no exception here: it is rolled back and given as {@link Ending.RolledBack}.
     *
     * @param call what to run
     * @param finishing the transition that records a result which is no failure; asked once, after the handler has returned
     * @return what came of it
     * @throws io.toolgateway.store.StoreException if nobody can be asked whether it was committed
     */
    default Ending handle(Invocation call, Function<ToolResult, Transition> finishing) {
        return handleAll(
                List.of(before -> Optional.of(new Part(this, call))),
                results -> List.of(finishing.apply(results.get(0))));
    }

    /**
     * Runs the steps of a chain, each once and in their order, in one transaction, then makes the transitions that record their
     * ends, and commits all of it. A failure, an exception, or a step that may not start rolls everything back.
     *
     * @param steps what to run; each is asked for after the one before it has returned, with what those before it returned,
     *     and is empty if it may not start any more
     * @param finishing the transitions that record the results, that of the first step's end first; asked once, after all have
     *     returned. If the store applies one of them not, nothing is committed
     * @return what came of them; judged by the first transition that was not applied, or by all of them
     * @throws io.toolgateway.store.StoreException if nobody can be asked whether it was committed
     */
    Ending handleAll(
            List<Function<List<ToolResult>, Optional<Part>>> steps,
            Function<List<ToolResult>, List<Transition>> finishing);

    /**
     * One of several steps.
     *
     * @param handler its tool's, of the same adapter and the same store
     * @param call what to run
     */
    record Part(CommittingHandler handler, Invocation call) {}

    /**
     * Whether what this handler commits is the record of a store.
     *
     * @param store a gateway's store
     * @return false if it would commit elsewhere
     */
    boolean recordsIn(ProposalStore store);

    /** What came of a run. */
    sealed interface Ending {

        /**
         * The store judged the transition. Applied or already mine: the effect is committed with it; any other: neither is.
         *
         * @param result what became of the transition
         */
        record Judged(TransitionResult result) implements Ending {}

        /**
         * Nothing was changed, and nothing is recorded of it yet.
         *
         * @param failure the failure that the handler returned, or null
         * @param cause what broke it off, or null if the handler returned a failure
         */
        record RolledBack(
                @Nullable ToolResult failure, @Nullable Throwable cause) implements Ending {}

        /**
         * The handler ended the transaction itself: what it left behind is not known.
         *
         * @param cause how that was found out
         */
        record Unknown(Throwable cause) implements Ending {}
    }
}
