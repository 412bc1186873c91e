package io.toolgateway.execution;

import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ResultReference;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a step with what the steps before it returned in the place of references (SPEC A6). Out of the same results
 * they are always the same, so an undo, or a second start, sees those of the first.
 */
sealed interface Given {

    /** What the handler sees. */
    record Known(Arguments arguments) implements Given {}

    /** Something referred to is not there, or does not fit the schema. */
    record Missing(ToolResult found) implements Given {}

    /** A proposal that refers to nothing is given what is stored. */
    static boolean isNeeded(Proposal step, RegisteredTool tool) {
        return tool.tool().acceptsResultIn().stream()
                .anyMatch(name -> ResultReference.isIn(step.arguments().value(name)));
    }

    /**
     * Finds it.
     *
     * @param step the step, or that of which an undo is
     * @param open what steps before it returned in a transaction that is still open, by their keys
     * @param chain the steps of its chain, with what the others returned; asked only where needed
     */
    static Given of(
            Proposal step,
            RegisteredTool tool,
            Map<String, ToolResult> open,
            Function<Proposal, List<Proposal>> chain) {
        if (!isNeeded(step, tool)) {
            return new Known(step.arguments());
        }
        ChainPosition place = step.content().chain();
        List<Proposal> before = place == null ? List.of() : chain.apply(step).subList(0, place.index());
        Arguments arguments = step.arguments();
        for (String name : tool.tool().acceptsResultIn()) {
            Object value = arguments.value(name);
            if (ResultReference.isIn(value)) {
                Optional<Object> known = value(ResultReference.of(value), before, open);
                if (known.isEmpty()) {
                    return new Missing(ToolResult.failure(
                            "reference_unresolved",
                            "'" + name + "' is to be what an earlier step has returned, and there is no such value."));
                }
                arguments = arguments.with(name, known.get());
            }
        }
        return fitting(tool.withDefaults(arguments), tool);
    }

    private static Optional<Object> value(
            @Nullable ResultReference reference, List<Proposal> before, Map<String, ToolResult> open) {
        return reference == null
                ? Optional.empty()
                : before.stream()
                        .filter(step ->
                                step.content().arguments().idempotencyKey().equals(reference.call()))
                        .findFirst()
                        .map(step -> open.getOrDefault(reference.call(), returned(step)))
                        .flatMap(reference::in);
    }

    private static @Nullable ToolResult returned(Proposal step) {
        Execution execution =
                step.status() == ProposalStatus.EXECUTED ? step.state().execution() : null;
        return execution == null ? null : execution.result();
    }

    private static Given fitting(Arguments arguments, RegisteredTool tool) {
        String misfit = tool.misfit(arguments);
        return misfit == null
                ? new Known(arguments)
                : new Missing(ToolResult.failure("invalid_arguments", "with what an earlier step returned: " + misfit));
    }
}
