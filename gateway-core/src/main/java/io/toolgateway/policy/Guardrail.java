package io.toolgateway.policy;

/**
 * A host's own inspection of a call, after permission and checks and before the verdict stands: arguments, caller, and whether
 * content of strangers entered the conversation. It can raise a verdict and never lower it.
 *
 * <p>Threads: must be safe for concurrent use. Called on the proposing thread; an exception denies the call.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Guardrail {

    /**
     * Inspects one call.
     *
     * @param request the call
     * @return allow to raise no objection, else what must hold besides the policy's verdict
     */
    Verdict inspect(PolicyRequest request);
}
