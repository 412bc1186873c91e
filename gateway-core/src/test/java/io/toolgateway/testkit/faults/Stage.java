package io.toolgateway.testkit.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a campaign takes place: an empty store and two ways to it.
 *
 * @param folder an empty folder of its own
 * @param opener opens the store, here and in child processes
 * @param address for this process, past every fault between
 * @param childAddress for child processes, maybe through a proxy
 * @param chain what the store's verification of its chain finds wrong
 */
public record Stage(
        Path folder,
        Class<? extends StoreOpener> opener,
        String address,
        String childAddress,
        Supplier<List<String>> chain) {

    /** The same with another way for child processes. */
    public Stage through(String childAddress) {
        return new Stage(folder, opener, address, childAddress, chain);
    }

    StoreOpener.Opened open() {
        try {
            return opener.getConstructor().newInstance().open(address, Tripwire.NONE);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("an opener has a constructor without parameters", e);
        }
    }
}
