package io.toolgateway;

import io.toolgateway.approval.Revising;
import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.Proposal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the layers judge what a reviewer has edited, for whoever asked as they are now. */
final class Edits implements Revising {

    private static final Logger LOG = LoggerFactory.getLogger(Edits.class);

    private final Layers layers;
    private final Single single;
    private final Function<Proposal, Optional<Caller>> callerNow;

    Edits(Layers layers, Single single, Function<Proposal, Optional<Caller>> callerNow) {
        this.layers = layers;
        this.single = single;
        this.callerNow = callerNow;
    }

    @Override
    public Answer revise(Proposal waiting, String arguments, String editor) {
        Optional<Caller> caller;
        try {
            caller = Objects.requireNonNull(callerNow.apply(waiting));
        } catch (Throwable unanswered) {
            LOG.warn(
                    "the directory did not answer for proposal {}: {}",
                    waiting.id(),
                    unanswered.getClass().getName());
            return new Answer.Refused(
                    "check_failed", "Whether the user who asked still may do this could not be found out.", List.of());
        }
        if (caller.isEmpty()) {
            return new Answer.Refused("not_permitted", "The user who asked is not there any more.", List.of());
        }
        Assessment assessment = layers.assessEdited(waiting, arguments, whereTheyWere(caller.get(), waiting), editor);
        if (assessment instanceof Assessment.Accepted accepted) {
            return new Answer.Fine(single.proposal(accepted, single.content(accepted)));
        }
        return assessment instanceof Assessment.Refused refused
                ? refused(refused.outcome())
                : new Answer.Refused("replayed", "The edited call was made before.", List.of());
    }

    /** A directory knows no session; the request came from where it came from. */
    private static Caller whereTheyWere(Caller now, Proposal waiting) {
        String address = waiting.content().origin().caller().ipAddress();
        return now.ipAddress() == null && address != null ? now.at(address) : now;
    }

    private static Answer refused(Outcome outcome) {
        if (outcome instanceof Outcome.Invalid invalid) {
            return new Answer.Refused("invalid_arguments", "The edited arguments are not valid.", invalid.violations());
        }
        return outcome instanceof Outcome.Denied denied
                ? new Answer.Refused(denied.code(), denied.reason(), List.of())
                : new Answer.Refused("check_failed", "The edited call could not be checked.", List.of());
    }
}
