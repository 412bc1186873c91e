package io.toolgateway.replay;

import io.toolgateway.outcome.Outcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a row may expect of its call: one answer, or one of several. */
enum Expectation {
    ALLOWED(Answer.ALLOWED),
    PARKED(Answer.PARKED),
    DENIED(Answer.DENIED),
    INVALID(Answer.INVALID),
    REFUSED(Answer.DENIED, Answer.INVALID),
    NOT_ALLOWED(Answer.PARKED, Answer.DENIED, Answer.INVALID);

    /** What a gateway made of a call. */
    enum Answer {
        ALLOWED,
        PARKED,
        DENIED,
        INVALID;

        static Answer of(Outcome outcome) {
            if (outcome instanceof Outcome.Executed) {
                return ALLOWED;
            } else if (outcome instanceof Outcome.Pending) {
                return PARKED;
            } else if (outcome instanceof Outcome.Denied) {
                return DENIED;
            } else if (outcome instanceof Outcome.Invalid) {
                return INVALID;
            }
            throw new IllegalStateException("a handler that does nothing ends in no " + outcome.status());
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Set<Answer> answers;

    Expectation(Answer... answers) {
        this.answers = Set.of(answers);
    }

    boolean isMetBy(Answer answer) {
        return answers.contains(answer);
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Expectation ofText(String text) throws Row.Bad {
        for (Expectation expectation : values()) {
            if (expectation.text().equals(text)) {
                return expectation;
            }
        }
        throw new Row.Bad("'expect' must be one of "
                + Arrays.stream(values()).map(Expectation::text).collect(Collectors.joining(", ")));
    }
}
