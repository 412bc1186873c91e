package io.toolgateway.wire;

import io.toolgateway.wire.UnusableCall.Reason;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call while it arrives. */
final class Draft {

    /** Whose it is. */
    enum Kind {
        OURS,
        FOREIGN,
        APPROVAL
    }

    /** How much of it is here. */
    enum State {
        /** More is to come. */
        OPEN,
        /** No more is to come, but only the turn's end tells whether it was meant so. */
        SHUT,
        /** Complete, by the provider's own sign. */
        DONE
    }

    final Kind kind;
    /** The provider's word for the kind of call; for an approval the server's label. */
    final @Nullable String type;

    private final StringBuilder pieces = new StringBuilder();
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String whole;
    private Function<Draft, String> raw = draft -> draft.pieces.toString();
    private State state = State.OPEN;
    private @Nullable Reason reason;
    private String detail = "";

    Draft(Kind kind, @Nullable String type) {
        this.kind = kind;
        this.type = type;
    }

    static Draft ours() {
        return new Draft(Kind.OURS, null);
    }

    /** Takes id and name where they are given; a name that changes spoils the call. */
    Draft identify(@Nullable String newId, @Nullable String newName) {
        id = newId == null ? id : newId;
        if (name != null && newName != null && !name.equals(newName)) {
            spoil(Reason.MALFORMED, "the tool's name changed while the call arrived");
        }
        name = newName == null ? name : newName;
        return this;
    }

    /** Takes the arguments in one; pieces that came before are forgotten. */
    Draft arguments(@Nullable String json) {
        pieces.setLength(0);
        whole = json;
        return this;
    }

    /** Takes the next piece of the arguments; the first that is not empty takes the place of what was there. */
    void append(String piece) {
        whole = whole == null ? "" : whole;
        pieces.append(piece);
    }

    Draft raw(Function<Draft, String> text) {
        raw = text;
        return this;
    }

    /** Nothing more will come, and what came is believed if it cannot have been cut short. */
    void close() {
        state = pieces.length() > 0 && Node.isWhole(arguments()) ? State.DONE : State.SHUT;
    }

    Draft shut() {
        state = State.SHUT;
        return this;
    }

    Draft done() {
        state = State.DONE;
        return this;
    }

    /** Makes the call unusable; the first reason stays. */
    Draft spoil(Reason why, String what) {
        if (reason == null) {
            reason = why;
            detail = what;
        }
        return this;
    }

    State state() {
        return state;
    }

    @Nullable
    Reason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }

    @Nullable
    String id() {
        return id;
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    String arguments() {
        return pieces.length() > 0 ? pieces.toString() : whole;
    }

    String raw() {
        return raw.apply(this);
    }
}
