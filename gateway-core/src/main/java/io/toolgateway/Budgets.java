package io.toolgateway;

import io.toolgateway.Assessment.Accepted;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.policy.Budget;
import io.toolgateway.policy.Reservation;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.store.Insertion;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What calls take out of the host's budgets: said when they are judged, taken by the store when they are stored. */
final class Budgets {

    private final List<Budget> budgets;

    /** What one call takes out of one budget. */
    record Charge(Budget budget, Reservation reservation) {}

    Budgets(List<Budget> budgets, ToolRegistry tools) {
        this.budgets = List.copyOf(budgets);
        for (Budget budget : budgets) {
            budget.tools().forEach(name -> requireCountable(budget, name, tools));
        }
    }

    /** A name that is nobody's, or a read's, would let calls pass that somebody meant to count. */
    private static void requireCountable(Budget budget, String name, ToolRegistry tools) {
        Tool tool = tools.find(name)
                .orElseThrow(() -> new IllegalStateException(budget + " counts a tool that there is not: " + name))
                .tool();
        if (!tool.effect().writes()) {
            throw new IllegalStateException(budget + " counts " + name
                    + ", which only reads and leaves no record to be counted with: bound its rate instead");
        }
    }

    /** The last layer: here what cannot be counted is refused; what would pass a limit is refused by the store. */
    Assessment.@Nullable Refused charge(Draft draft) {
        Tool tool = draft.tool().tool();
        List<Charge> charges = new ArrayList<>();
        for (Budget budget : budgets) {
            if (!tool.effect().writes() || !budget.counts(tool.name())) {
                continue;
            }
            Optional<String> uncountable = budget.uncountable(draft.call());
            if (uncountable.isPresent()) {
                return draft.denied(
                        ErrorKind.VALIDATION,
                        "not_countable",
                        "'" + uncountable.get() + "' is counted by the budget '" + budget.name()
                                + "' and must be a number, zero or more.");
            }
            budget.reservation(draft.call(), draft.now()).ifPresent(taken -> charges.add(new Charge(budget, taken)));
        }
        draft.charged(charges);
        return null;
    }

    /** Of budgets, and a use of the permission that it runs by. */
    static List<Reservation> reservations(Accepted call) {
        Stream<Reservation> charged = call.draft().charges().stream().map(Charge::reservation);
        StandingPermission permission = call.draft().permission();
        return (permission == null ? charged : Stream.concat(charged, Stream.of(permission.use()))).toList();
    }

    /** Why a call is refused that a limit stood against; empty if it was the limit of another call of its turn. */
    static Optional<String> overLimit(Accepted call, Insertion.OverLimit over) {
        return call.draft().charges().stream()
                .filter(charge -> charge.reservation().key().equals(over.key()))
                .findFirst()
                .map(charge -> words(charge, over.left()));
    }

    /** What is left is told of what is one's own alone. */
    private static String words(Charge charge, BigDecimal left) {
        Budget budget = charge.budget();
        String until = " until " + charge.reservation().until() + ".";
        return budget.isPerUser()
                ? "the budget '" + budget.name() + "' is " + plain(budget.limit()) + ", of which " + plain(left)
                        + " is left" + until
                : "not enough is left of the budget '" + budget.name() + "'" + until;
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
