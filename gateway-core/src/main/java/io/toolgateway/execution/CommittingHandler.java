package io.toolgateway.execution;

import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
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
    Ending handle(Invocation call, Function<ToolResult, Transition> finishing);

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
