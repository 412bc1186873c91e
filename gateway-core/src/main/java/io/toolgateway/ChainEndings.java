package io.toolgateway;

import io.toolgateway.Assessment.Accepted;
import io.toolgateway.execution.CommittingHandler;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ChainEnding;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.Tool;
import java.util.List;
import java.util.Optional;

/** How a chain will end if one of its steps is not executed: the best that its tools can do (SPEC A6). */
final class ChainEndings {

    private ChainEndings() {}

    /** Empty if what was done would stay half done, and the policy does not allow that. */
    static Optional<ChainEnding> of(List<Accepted> steps, Verdict.RequireApproval verdict, ProposalStore store) {
        List<Tool> tools = steps.stream().map(step -> step.tool().tool()).toList();
        int first = 0;
        int last = tools.size() - 1;
        while (first <= last && !tools.get(first).effect().writes()) {
            first++;
        }
        while (last > first && !tools.get(last).effect().writes()) {
            last--;
        }
        // What a single write does is never half done; it needs no transaction with others, and nothing is undone.
        if (first < last && tools.subList(first, last + 1).stream().allMatch(tool -> recordsIn(store, tool))) {
            return Optional.of(ChainEnding.TRANSACTION);
        }
        // After the last write nothing can fail that would matter.
        if (first >= last || tools.subList(first, last).stream().allMatch(ChainEndings::isReadOrUndoable)) {
            return Optional.of(ChainEnding.COMPENSATION);
        }
        return verdict.allowsPartial() ? Optional.of(ChainEnding.PARTIAL) : Optional.empty();
    }

    private static boolean recordsIn(ProposalStore store, Tool tool) {
        return tool.handler() instanceof CommittingHandler committing && committing.recordsIn(store);
    }

    private static boolean isReadOrUndoable(Tool tool) {
        return !tool.effect().writes() || tool.compensation() != null;
    }
}
