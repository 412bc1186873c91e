package io.toolgateway.review;

import io.toolgateway.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call that is to be decided.
 *
 * @param id its proposal
 * @param number its number, from 1
 * @param tool what is called
 * @param arguments what will run, value by value, without secrets
 * @param facts what was known of its resource when it was proposed and has to be the same when it starts; often none
 * @param budgets what it takes out of budgets
 * @param summary what the model wrote about it, or null
 * @param preview what it would change, if its tool says so and somebody asked for this card alone; else null
 * @param outcome what became of it in the handler's words, once it has run; else null
 * @since 0.1
 */
public record ReviewStep(
        ProposalId id,
        int number,
        CalledTool tool,
        List<ReviewField> arguments,
        List<ReviewField> facts,
        List<TakenBudget> budgets,
        @Nullable ReviewSummary summary,
        @Nullable ShownPreview preview,
        @Nullable ShownText outcome) {

    /** Copies the lists. */
    public ReviewStep {
        arguments = List.copyOf(arguments);
        facts = List.copyOf(facts);
        budgets = List.copyOf(budgets);
    }

    /**
     * A tool as its contract was when the call was proposed.
     *
     * @param name its name
     * @param description what it does, in the host's words; empty if it is not there any more
     * @param writes whether starting it may change something
     * @param destructive whether it destroys or cannot be undone
     * @param asProposed false if its contract has changed since, so that the call will not be run
     */
    public record CalledTool(
            String name, ShownText description, boolean writes, boolean destructive, boolean asProposed) {}

    /**
     * What a call takes out of a budget.
     *
     * @param name the budget's
     * @param amount how much, in readable form
     * @param limit what the sum may reach, in readable form
     * @param until when the budget's window ends
     */
    public record TakenBudget(String name, String amount, String limit, Instant until) {}

    /**
     * What a call would change, or why nobody can say so.
     *
     * @param rows the rows; none if there is no preview
     * @param unavailable why there is none, or null
     */
    public record ShownPreview(List<Row> rows, @Nullable String unavailable) {

        /** Copies the list. */
        public ShownPreview {
            rows = List.copyOf(rows);
        }

        /**
         * One thing that would change.
         *
         * @param label what it is
         * @param before as it is
         * @param after as it would be
         */
        public record Row(ShownText label, ShownText before, ShownText after) {}

        static ShownPreview none(String why) {
            return new ShownPreview(List.of(), why);
        }
    }

    /** Names only. */
    @Override
    public String toString() {
        return "ReviewStep[" + id + " " + tool.name() + "]";
    }
}
