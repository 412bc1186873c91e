package io.toolgateway.proposal;

import io.toolgateway.tool.ResultReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a chain's steps that are what an earlier step returns, in words for people.
 *
 * @since 0.1
 */
public final class OpenArguments {

    private OpenArguments() {}

    /**
     * Finds them.
     *
     * @param steps the steps of a chain, all of them, in their order
     * @return a sentence for each; empty if all arguments are known
     */
    public static List<String> of(List<Proposal> steps) {
        List<String> sentences = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            int number = step;
            steps.get(step).arguments().asMap().forEach((name, value) -> {
                ResultReference reference = ResultReference.of(value);
                int earlier = reference == null ? -1 : indexOf(steps.subList(0, number), reference.call());
                if (reference != null && earlier >= 0) {
                    sentences.add("Step " + (number + 1) + ": '" + name + "' is what step " + (earlier + 1)
                            + " returns at " + reference.pointer() + ".");
                }
            });
        }
        return List.copyOf(sentences);
    }

    private static int indexOf(List<Proposal> steps, String key) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).content().arguments().idempotencyKey().equals(key)) {
                return i;
            }
        }
        return -1;
    }
}
