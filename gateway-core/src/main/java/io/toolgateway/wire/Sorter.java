package io.toolgateway.wire;

import io.toolgateway.tool.ToolCall;
import io.toolgateway.wire.Draft.Kind;
import io.toolgateway.wire.Draft.State;
import io.toolgateway.wire.UnusableCall.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells the calls that may be acted on from the rest: the one place where a draft becomes a call. */
final class Sorter {

    private final Names names;
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<UnusableCall> unusable = new ArrayList<>();
    private final List<ForeignCall> foreign = new ArrayList<>();
    private final List<ApprovalRequest> approvals = new ArrayList<>();

    Sorter(Names names) {
        this.names = names;
    }

    void take(Draft draft) {
        UnusableCall problem = problem(draft);
        if (draft.kind == Kind.FOREIGN) {
            foreign.add(new ForeignCall(String.valueOf(draft.type), draft.id(), draft.name(), draft.raw()));
        } else if (problem != null) {
            unusable.add(problem);
        } else if (draft.kind == Kind.OURS) {
            String tool = Objects.requireNonNull(names.inRegistry(Objects.requireNonNull(draft.name())));
            calls.add(new ToolCall(draft.id(), tool, draft.arguments(), null, draft.raw()));
        } else {
            String id = Objects.requireNonNull(draft.id());
            String name = Objects.requireNonNull(draft.name());
            approvals.add(new ApprovalRequest(id, draft.type, name, draft.arguments(), draft.raw()));
        }
    }

    private @Nullable UnusableCall problem(Draft draft) {
        String name = draft.name();
        if (draft.reason() != null) {
            return unusable(draft, draft.reason(), draft.detail());
        }
        if (draft.state() != State.DONE) {
            return unusable(draft, Reason.CUT, "the stream stopped before the call was complete");
        }
        if (name == null) {
            return unusable(draft, Reason.MALFORMED, "the call names no tool");
        }
        if (draft.kind == Kind.OURS && names.inRegistry(name) == null) {
            return unusable(draft, Reason.UNKNOWN_NAME, "no tool is offered under this name");
        }
        if (draft.kind == Kind.APPROVAL && draft.id() == null) {
            return unusable(draft, Reason.MALFORMED, "the request has no id to answer");
        }
        return null;
    }

    private static UnusableCall unusable(Draft draft, Reason reason, String detail) {
        return new UnusableCall(reason, draft.id(), draft.name(), detail, draft.raw());
    }

    Received received(List<UnusableCall> faults) {
        unusable.addAll(faults);
        return new Received(calls, unusable, foreign, approvals);
    }
}
