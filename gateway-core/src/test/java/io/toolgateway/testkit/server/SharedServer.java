package io.toolgateway.testkit.server;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks for a server once per JVM, and says the same to everybody, also that there is none. */
final class SharedServer<S> {

    private final Supplier<S> looking;
    private @Nullable S found;
    private @Nullable NoTestServer missing;

    SharedServer(Supplier<S> looking) {
        this.looking = looking;
    }

    synchronized S get() {
        if (missing != null) {
            throw new NoTestServer(String.valueOf(missing.getMessage()), missing);
        }
        if (found == null) {
            try {
                found = looking.get();
            } catch (NoTestServer e) {
                missing = e;
                throw e;
            }
        }
        return found;
    }
}
