package io.toolgateway.wire;

import io.toolgateway.wire.Draft.State;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything read so far: the calls of the message that is arriving and of those before it. */
final class Turn {

    private final List<Draft> drafts = new ArrayList<>();
    private final List<UnusableCall> faults = new ArrayList<>();
    private int from;
    private boolean ended = true;
    private @Nullable Draft last;

    /** A message begins. One that had not ended was given up by the provider, which sends its calls again. */
    void begin() {
        if (!ended) {
            current().forEach(draft -> draft.spoil(Reason.CUT, "the provider began the message anew"));
        }
        from = drafts.size();
        ended = false;
        last = null;
    }

    Draft add(Draft draft) {
        if (ended) {
            begin();
        }
        drafts.add(draft);
        last = draft;
        return draft;
    }

    /** What arrives now belongs to this call, or to none: a length limit can only have struck there. */
    void at(@Nullable Draft draft) {
        last = draft;
    }

    /** The message is over; what it left open is not complete. */
    void end(Ending ending) {
        if (ended) {
            return;
        }
        ended = true;
        for (Draft draft : current()) {
            switch (ending.kind()) {
                case NORMAL -> settle(draft, false, Reason.CUT, "the turn ended before the call did");
                case LENGTH -> settle(draft, true, Reason.LENGTH, ending.detail());
                case UNKNOWN -> settle(draft, true, Reason.STOPPED, ending.detail());
                case FAILED -> draft.spoil(Reason.STOPPED, ending.detail());
            }
        }
    }

    private void settle(Draft draft, boolean doubtful, Reason reason, String detail) {
        boolean open = draft.state() == State.OPEN;
        boolean cut = doubtful && (draft == last || draft.state() == State.SHUT && !Node.isWhole(draft.arguments()));
        if (open || cut) {
            draft.spoil(reason, detail);
        } else {
            draft.done();
        }
    }

    void fault(String detail, String raw) {
        faults.add(new UnusableCall(Reason.MALFORMED, null, null, detail, raw));
    }

    private List<Draft> current() {
        return drafts.subList(from, drafts.size());
    }

    Received received(Names names) {
        Sorter sorter = new Sorter(names);
        drafts.forEach(sorter::take);
        return sorter.received(faults);
    }
}
