package io.toolgateway.testkit;

import io.toolgateway.store.ProposalStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A host that dies at its n-th step: before or after a call of the store, or wherever its handlers ask. From then on nothing of it
 * reaches the store. Confined to one thread.
 */
public final class MortalHost {

    private final int diesAt;
    private int steps;

    /** One that dies at this step, 1 for the first. */
    public MortalHost(int diesAt) {
        this.diesAt = diesAt;
    }

    /** The host is no more. */
    public static final class Died extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A step of its life. */
    public void step() {
        steps++;
        if (steps >= diesAt) {
            throw new Died();
        }
    }

    /** Whether it has come to its end. */
    public boolean isDead() {
        return steps >= diesAt;
    }

    /** The store as this host reaches it. */
    public ProposalStore reaching(ProposalStore store) {
        return (ProposalStore) Proxy.newProxyInstance(
                MortalHost.class.getClassLoader(), new Class<?>[] {ProposalStore.class}, (proxy, method, arguments) -> {
                    step();
                    try {
                        Object result = method.invoke(store, arguments);
                        step();
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
