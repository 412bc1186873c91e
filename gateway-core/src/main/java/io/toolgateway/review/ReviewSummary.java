package io.toolgateway.review;

import java.util.List;

/**
 * What the model wrote about its call, to be shown after the arguments and as the model's words; and what in it does not agree with
 * the arguments.
 *
 * <p>No warning does not mean that it is true: numbers, ids and dates are compared with the arguments of all steps, names and
 * negations are guessed at, and nothing else is looked at.
 *
 * @param text the summary, at most some 4,000 characters; never to be trusted
 * @param warnings what the arguments do not have, in the order of the text
 * @since 0.1
 */
public record ReviewSummary(ShownText text, List<SummaryWarning> warnings) {

    /** Copies the list. */
    public ReviewSummary {
        warnings = List.copyOf(warnings);
    }
}
