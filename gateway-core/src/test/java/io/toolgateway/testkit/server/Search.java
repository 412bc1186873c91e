package io.toolgateway.testkit.server;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * In which order a server is looked for: at the address that is set, else in Docker, else from the binaries. A set address that
 * does not answer is an error, since somebody wants that server and no other.
 */
abstract class Search<S> implements Supplier<S> {

    private final String kind;
    private final String variable;
    private final @Nullable String address;
    private final BooleanSupplier dockerAnswers;
    private final Consumer<String> out;

    Search(
            String kind,
            String variable,
            @Nullable String address,
            BooleanSupplier dockerAnswers,
            Consumer<String> out) {
        this.kind = kind;
        this.variable = variable;
        this.address = address == null || address.isBlank() ? null : address.strip();
        this.dockerAnswers = dockerAnswers;
        this.out = out;
    }

    /** What stands at this address, not asked yet. */
    abstract S at(String address);

    /** One in Docker, if its image can be had. */
    abstract Optional<S> inDocker();

    /** One from the binaries, shared by all tests and therefore tuned for speed. */
    abstract S fromBinaries();

    /** Asks it; throws if it does not answer. */
    abstract String version(S server) throws Exception;

    @Override
    public S get() {
        if (address != null) {
            S server = atAddress(address);
            return found(server, "", " at " + server + " (" + variable + ")");
        }
        String docker = "no";
        if (dockerAnswers.getAsBoolean()) {
            Optional<S> container = inDocker();
            if (container.isPresent()) {
                return found(container.get(), "docker ", "");
            }
            docker = "no image";
        }
        try {
            return found(fromBinaries(), "embedded ", " (docker: " + docker + ")");
        } catch (NoTestServer e) {
            throw new NoTestServer(
                    "no " + kind + " for the tests (docker: " + docker + "): " + e.getMessage() + "\nSet " + variable
                            + " to use one that runs",
                    e);
        }
    }

    private S atAddress(String set) {
        try {
            return at(set);
        } catch (IllegalArgumentException e) {
            throw new NoTestServer(variable + " is no address: " + e.getMessage(), e);
        }
    }

    private S found(S server, String before, String after) {
        try {
            out.accept("tests: " + kind + "=" + before + version(server) + after);
            return server;
        } catch (Exception e) {
            throw new NoTestServer(
                    "no " + kind + " answers: " + before + server + after + ": " + e.getMessage() + "\nSet " + variable
                            + " to one that runs, or unset it, and the tests start a server by themselves",
                    e);
        }
    }
}
