package io.toolgateway.proposal;

import io.toolgateway.caller.TenantId;
import io.toolgateway.tool.Arguments;
import java.time.Instant;

/**
 * A recorded tool call: what was proposed, which never changes, and where it stands.
 *
 * @param id the proposal's id
 * @param content what was proposed
 * @param createdAt when it was stored, by the store's clock
 * @param validUntil the moment from which it may neither be approved nor started
 * @param state where it stands
 * @since 0.1
 */
public record Proposal(ProposalId id, Content content, Instant createdAt, Instant validUntil, State state) {

    /** {@return the tenant} */
    public TenantId tenant() {
        return content.origin().caller().tenant();
    }

    /** {@return the user id of whoever asked} */
    public String triggeredBy() {
        return content.origin().caller().userId();
    }

    /** {@return the tool's name} */
    public String tool() {
        return content.tool().name();
    }

    /** {@return the arguments} */
    public Arguments arguments() {
        return content.arguments().values();
    }

    /** {@return what an approval is bound to} */
    public String argsHash() {
        return content.arguments().hash();
    }

    /** {@return the status} */
    public ProposalStatus status() {
        return state.status();
    }

    /** {@return the state's version} */
    public long version() {
        return state.version();
    }

    /** {@return the phase: the status, with running told from waiting} */
    public Phase phase() {
        return switch (state.status()) {
            case PENDING -> Phase.PENDING;
            case APPROVED -> state.progress().lease() == null ? Phase.APPROVED : Phase.RUNNING;
            case REJECTED -> Phase.REJECTED;
            case EXECUTED -> Phase.EXECUTED;
            case EXPIRED -> Phase.EXPIRED;
            case FAILED -> Phase.FAILED;
        };
    }

    /**
     * Whether what it takes out of budgets stays taken: it is open, has been executed, or may have happened. A person's word on
     * what happened holds.
     *
     * @return false of what ended without any effect
     */
    public boolean isCounted() {
        if (!status().isFinal() || status() == ProposalStatus.EXECUTED) {
            return true;
        }
        Resolution settled = state.resolution();
        boolean mayHaveHappened = state.progress().effect() != EffectState.NONE;
        return mayHaveHappened
                ? settled == null || settled.kind() != Resolution.Kind.CONFIRMED_NOT_EXECUTED
                : settled != null && settled.kind() == Resolution.Kind.CONFIRMED_EXECUTED;
    }

    /** {@return true if it has ended and nobody knew then what is in effect of it: it broke off, or could not be undone} */
    public boolean hasUnknownOutcome() {
        boolean brokeOff =
                state.status() == ProposalStatus.FAILED && state.progress().effect() == EffectState.POSSIBLE;
        return brokeOff || isNotUndone();
    }

    /** {@return true if it has an unknown outcome that nobody has settled} */
    public boolean isUnsettled() {
        return hasUnknownOutcome() && (state.resolution() == null || isNotUndone());
    }

    /**
     * Whether the tool's own hook can be asked what became of it: of a call, and of which nobody has said anything yet.
     *
     * @return true if so
     */
    public boolean isUnsettledForHook() {
        return isUnsettled() && state.resolution() == null && content.undoes() == null;
    }

    private boolean isNotUndone() {
        Resolution said = state.resolution();
        return said != null && said.kind() == Resolution.Kind.NOT_UNDONE;
    }

    Proposal in(State state) {
        return new Proposal(id, content, createdAt, validUntil, state);
    }

    /** Names only: arguments may hold secrets. */
    @Override
    public String toString() {
        return "Proposal[" + id + " " + tool() + " " + phase() + " v" + version() + "]";
    }
}
